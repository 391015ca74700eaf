package com.versaai.hub.gateway;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.util.Map;

/**
 * An RFC 9457 answer.
 *
 * @param type       stable URI of the kind of problem; callers may switch on it
 * @param title      the same for every problem of this type
 * @param status     HTTP status
 * @param detail     this occurrence, for a human; never a value the caller sent, never an internal
 * @param instance   the request's path
 * @param extensions further members ({@code pointer}, {@code errorId}, {@code allow})
 * @param retryAfter how long to wait before trying again, null when waiting doesn't help; a header, not a member
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "detail", "instance"})
public record Problem(String type, String title, int status, String detail, String instance,
                      @JsonAnyGetter Map<String, Object> extensions, @JsonIgnore Duration retryAfter) {

    /** Stable prefix of every type; documented in the contract. */
    public static final String TYPES = "https://hub.versaai.example/problems/";

    /** Media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String slug, String detail) {
        return new Problem(TYPES + slug, title(slug), status, detail, null, Map.of(), null);
    }

    static Problem of(int status, String slug, String detail, Map<String, Object> extensions, Duration retryAfter) {
        return new Problem(TYPES + slug, title(slug), status, detail, null, extensions, retryAfter);
    }

    /** The kind of problem that a bare status is. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> of(status, "malformed", "The request can't be understood.");
            case 401 -> of(status, "unauthorized", "The request carries no valid credentials.");
            case 403 -> of(status, "forbidden", "This caller may not do that.");
            case 404 -> of(status, "not-found", "There is nothing at this address.");
            case 405 -> of(status, "method-not-allowed", "This address doesn't know that method.");
            case 406 -> of(status, "not-acceptable", "No representation fits the Accept header.");
            case 408 -> of(status, "request-timeout", "The request took too long to arrive.");
            case 409 -> of(status, "conflict", "The present state doesn't allow that.");
            case 413 -> of(status, "too-large", "The request is too large.");
            case 414 -> of(status, "address-too-long", "Address and query are too long.");
            case 415 -> of(status, "unsupported-type", "This media type isn't understood here.");
            case 429 -> of(status, "rate-limited", "Too many requests.");
            case 431 -> of(status, "headers-too-large", "The request's headers are too large.");
            case 501 -> of(status, "not-implemented", "This method isn't implemented.");
            case 503 -> of(status, "unavailable", "The hub can't take this request now.", Map.of(), Duration.ofSeconds(5));
            case 504 -> of(status, "timeout", "The answer took too long.");
            default -> status < 500 ? of(status, "malformed", "The request can't be served.")
                    : of(status, "internal", "The hub failed to serve this request.");
        };
    }

    Problem at(String path) {
        return new Problem(type, title, status, detail, path, extensions, retryAfter);
    }

    /** {@code Retry-After} in whole seconds, rounded up, null when there is none. */
    @JsonIgnore
    String retryAfterSeconds() {
        return retryAfter == null ? null : Long.toString(Math.max(1, (retryAfter.toMillis() + 999) / 1000));
    }

    private static String title(String slug) {
        String words = slug.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
