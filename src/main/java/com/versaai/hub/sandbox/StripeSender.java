package com.versaai.hub.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Plays Stripe: signs an event and posts it to the hub's webhook endpoint. Thread-safe. */
public final class StripeSender {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /**
     * The hub's answer.
     *
     * @param status HTTP status
     * @param body   what it said
     */
    public record Receipt(int status, String body) {
    }

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
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
    public Receipt send(StripeSample sample) throws IOException {
        return send(sample.bytes(), signature(secret, clock.instant().getEpochSecond(), sample.bytes()));
    }

    /**
     * Posts any bytes with any {@code Stripe-Signature}; null leaves the header away.
     *
     * @throws IOException when the hub doesn't answer
     */
    public Receipt send(byte[] body, String signature) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.get()).timeout(ANSWER)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (signature != null) {
            request.header("Stripe-Signature", signature);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Receipt(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the hub", e);
        }
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
