package com.versaai.hub.ai.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.ai.request.ChatJson;
import com.versaai.hub.ai.stream.StreamFailedException;
import com.versaai.hub.provider.MissingPropertyException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;

/**
 * Why an attempt failed and what follows from it.
 *
 * @param next       what to do
 * @param status     of the provider, 0 when there was no answer
 * @param code       short reason for metrics and events, never text of a model
 * @param retryAfter how long the provider wants to be left alone, null when it doesn't say
 * @param error      the provider's error object, null when there is none
 */
public record ChatFault(Next next, int status, String code, Duration retryAfter, JsonNode error) {

    /** What follows. */
    public enum Next {
        /** The same again, after a wait. */
        AGAIN,
        /** Another model. */
        MODEL,
        /** Another provider. */
        PROVIDER,
        /** The caller has to change its request. */
        CALLER
    }

    private static final Set<String> GONE = Set.of("model_decommissioned", "model_not_found");
    private static final Set<String> WORTH_ASKING_AGAIN = Set.of("json_validate_failed", "tool_use_failed");

    /**
     * What a failure means.
     *
     * @param clock for a Retry-After that is a date
     */
    public static ChatFault of(Throwable thrown, Clock clock) {
        HttpOperationFailedException http = ObjectHelper.getException(HttpOperationFailedException.class, thrown);
        if (http != null) {
            return refused(http, clock);
        }
        if (ObjectHelper.getException(CallNotPermittedException.class, thrown) != null) {
            return new ChatFault(Next.PROVIDER, 0, "circuit_open", null, null);
        }
        StreamFailedException stream = ObjectHelper.getException(StreamFailedException.class, thrown);
        if (stream != null) {
            return new ChatFault(Next.AGAIN, 0, stream.getMessage(), null, null);
        }
        if (ObjectHelper.getException(SocketTimeoutException.class, thrown) != null) {
            // It would take as long again.
            return new ChatFault(Next.MODEL, 0, "timeout", null, null);
        }
        if (ObjectHelper.getException(MissingPropertyException.class, thrown) != null) {
            return new ChatFault(Next.PROVIDER, 0, "not_configured", null, null);
        }
        if (ObjectHelper.getException(UnexpectedAnswerException.class, thrown) != null) {
            return new ChatFault(Next.AGAIN, 0, "unexpected_answer", null, null);
        }
        boolean network = ObjectHelper.getException(IOException.class, thrown) != null;
        return new ChatFault(network ? Next.AGAIN : Next.PROVIDER, 0, network ? "network" : "internal", null, null);
    }

    private static ChatFault refused(HttpOperationFailedException http, Clock clock) {
        JsonNode error = error(http.getResponseBody());
        String code = error == null ? "" : error.path("code").asText("");
        int status = http.getStatusCode();
        return new ChatFault(next(status, code), status, code.matches("[a-z0-9_]{1,60}") ? code : "status_" + status,
                HeaderTimes.retryAfter(headers(http), clock), error);
    }

    /** The table of the provider's documentation (docs/ai-gateway.md). */
    private static Next next(int status, String code) {
        if (GONE.contains(code)) {
            return Next.MODEL;
        }
        return switch (status) {
            case 400 -> WORTH_ASKING_AGAIN.contains(code) ? Next.AGAIN : Next.CALLER;
            // The hub's key, not the caller's.
            case 401, 403 -> Next.PROVIDER;
            case 408, 409, 422, 429, 498 -> Next.AGAIN;
            default -> status >= 500 ? Next.AGAIN : Next.CALLER;
        };
    }

    private static JsonNode error(String body) {
        try {
            JsonNode error = body == null ? null : ChatJson.MAPPER.readTree(body).path("error");
            return error != null && error.isObject() ? error : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** The refusal's headers, by any case of their names. */
    public static UnaryOperator<String> headers(HttpOperationFailedException http) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (http.getResponseHeaders() != null) {
            headers.putAll(http.getResponseHeaders());
        }
        return headers::get;
    }

    /** Whether it says something about the provider's health. */
    public boolean counts() {
        return next != Next.CALLER && next != Next.MODEL || status == 0;
    }

    /** Whether the asked model is no more. */
    public boolean modelGone() {
        return GONE.contains(code);
    }
}
