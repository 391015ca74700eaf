package com.versaai.hub.support;

import com.stripe.net.Webhook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** A sender of webhooks that signs as stripe-java does, and sends what no library would. */
public final class StripeWebhooks {

    public static final String SECRET = "whsec_sandbox";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;

    public StripeWebhooks(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** @param signature of header {@code Stripe-Signature}, null for none */
    public Hub.Answer post(BodyPublisher body, String signature, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).timeout(Hub.SOON)
                .header("Content-Type", "application/json; charset=utf-8").POST(body);
        if (signature != null) {
            request.header("Stripe-Signature", signature);
        }
        headers.forEach(request::header);
        return Hub.Answer.to(request.build(), http);
    }

    public static String event(String id, String type) {
        return "{\"id\":\"" + id + "\",\"object\":\"event\",\"type\":\"" + type + "\",\"created\":" + now()
                + ",\"api_version\":\"2025-08-27.basil\",\"data\":{\"object\":{\"id\":\"obj_1\",\"object\":\"thing\"}}}";
    }

    public static String fresh() {
        return "evt_" + UUID.randomUUID().toString().replace("-", "");
    }

    public static long now() {
        return Instant.now().getEpochSecond();
    }

    public static String signed(String secret, long time, String body) {
        try {
            return "t=" + time + ",v1=" + Webhook.Util.computeHmacSha256(secret, time + "." + body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
