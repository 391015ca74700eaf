package com.versaai.hub.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** A bare HTTP client for the tests of the simulators. */
public final class Web {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    public static final Map<String, String> JSON = Map.of("Content-Type", "application/json; charset=utf-8");

    /** What came back. */
    public record Reply(int status, String body, HttpResponse<String> raw) {
        public JsonNode json() {
            return Call.json(body.getBytes(StandardCharsets.UTF_8)).orElseThrow(() -> new AssertionError("not JSON: " + body));
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }
    }

    private Web() {
    }

    public static Reply send(String method, String url, Map<String, String> headers, String body) throws IOException {
        return send(method, url, headers, body, Duration.ofSeconds(10));
    }

    public static Reply send(String method, String url, Map<String, String> headers, String body, Duration timeout) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(timeout)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public static Reply post(String url, Map<String, String> headers, String body) {
        try {
            return send("POST", url, headers, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Map<String, String> json(String authorization) {
        return Map.of("Content-Type", "application/json; charset=utf-8", "Authorization", authorization);
    }

    public static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
