package com.versaai.hub.verification;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One sender for the contract of all schemes: how it is configured, and how it makes a right request.
 *
 * @param name        for the test report
 * @param secret      the verifier's, and what the sender makes its requests with
 * @param otherSecret of another right sender
 * @param optional    lower-case names of headers a request may do without
 * @param inBody      what of the body proves the sender; null when headers or the query do
 * @param maker       makes the request of a secret at a time
 */
record Sample(String name, Verification verification, Pair secret, Pair otherSecret, Set<String> optional, String inBody, Maker maker) {

    static final URI PUBLIC_URL = URI.create("https://hub.example.test/");
    static final Instant NOW = Instant.ofEpochSecond(1_760_000_000);
    static final Duration WINDOW = Duration.ofSeconds(300);

    /** What the hub has and what the sender has; the same but for key pairs. */
    record Pair(String hub, String sender) {

        static Pair shared(String secret) {
            return new Pair(secret, secret);
        }
    }

    /** The sender. */
    interface Maker {

        SignedRequest make(String secret, Instant time) throws Exception;
    }

    WebhookVerifier verifier(Pair... secrets) {
        return Verifiers.of(verification, List.of(secrets).stream().map(Pair::hub).toList(), PUBLIC_URL);
    }

    WebhookVerifier verifier() {
        return verifier(secret);
    }

    SignedRequest right() {
        return right(NOW);
    }

    SignedRequest right(Instant time) {
        return made(secret, time);
    }

    SignedRequest made(Pair by, Instant time) {
        try {
            return maker.make(by.sender(), time);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    boolean timed() {
        return verification.window() != null;
    }

    static SignedRequest post(String query, Map<String, String> headers, String body) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new SignedRequest("POST", "/webhooks/sender", query, lists, body.getBytes(StandardCharsets.UTF_8));
    }

    static SignedRequest withHeader(SignedRequest request, String name, String... values) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        if (values.length == 0) {
            headers.remove(name);
        } else {
            headers.put(name, List.of(values));
        }
        return new SignedRequest(request.method(), request.path(), request.query(), headers, request.body());
    }

    static SignedRequest withQuery(SignedRequest request, String query) {
        return new SignedRequest(request.method(), request.path(), query, request.headers(), request.body());
    }

    static SignedRequest withBody(SignedRequest request, byte[] body) {
        return new SignedRequest(request.method(), request.path(), request.query(), request.headers(), body);
    }

    /** The request with each single part changed that the proof stands in. */
    List<SignedRequest> withProof(String value) {
        SignedRequest right = right();
        List<SignedRequest> changed = new ArrayList<>();
        right.headers().keySet().stream().filter(name -> !optional.contains(name)).forEach(name -> changed.add(withHeader(right, name, value)));
        if (inQuery()) {
            changed.add(withQuery(right, "a=b&" + queryName() + "=" + value));
        }
        if (inBody != null) {
            changed.add(withBody(right, text(right).replace(inBody, value).getBytes(StandardCharsets.UTF_8)));
        }
        return changed;
    }

    boolean inQuery() {
        return verification.parameters().containsKey("query");
    }

    String queryName() {
        return verification.parameters().get("query");
    }

    static String text(SignedRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
