package com.versaai.hub.sandbox.stripe;

import com.versaai.hub.sandbox.WebhookPost;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Plays Stripe: signs an event and posts it to the hub's webhook endpoint. Thread-safe. */
public final class StripeSender {

    private final WebhookPost post = new WebhookPost();
    private final Supplier<URI> endpoint;
    private final String secret;
    private final Clock clock;

    /** @param endpoint where to post, asked for at every sending */
    public StripeSender(Supplier<URI> endpoint, String secret, Clock clock) {
        this.endpoint = endpoint;
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * Signs with the present time and posts.
     *
     * @throws IOException when the hub doesn't answer
     */
    public WebhookPost.Receipt send(StripeSample sample) throws IOException {
        return send(sample.bytes(), signature(secret, clock.instant().getEpochSecond(), sample.bytes()));
    }

    /**
     * Posts any bytes with any {@code Stripe-Signature}; null leaves the header away.
     *
     * @throws IOException when the hub doesn't answer
     */
    public WebhookPost.Receipt send(byte[] body, String signature) throws IOException {
        return post.send(endpoint.get(), headers(signature), body);
    }

    /** As Stripe sends them; no signature for null. */
    static Map<String, String> headers(String signature) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)");
        if (signature != null) {
            headers.put("Stripe-Signature", signature);
        }
        return headers;
    }

    /**
     * A {@code Stripe-Signature} header value.
     *
     * @param secret    the endpoint's whole secret, {@code whsec_…}
     * @param timestamp seconds since the epoch
     */
    public static String signature(String secret, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + timestamp + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
