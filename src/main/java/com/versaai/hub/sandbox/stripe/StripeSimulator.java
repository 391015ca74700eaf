package com.versaai.hub.sandbox.stripe;

import com.versaai.hub.sandbox.Answer;
import com.versaai.hub.sandbox.Call;
import com.versaai.hub.sandbox.Simulator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Stripe's API as far as the hub calls it: reading the object that a thin event names. Knows what the sender has told it. */
final class StripeSimulator implements Simulator {

    private static final int MOST = 10_000;

    private final Map<String, String> objects = new LinkedHashMap<>();

    /** The oldest is forgotten beyond {@value #MOST}. */
    @Override
    public synchronized void remember(Map<String, String> more) {
        objects.putAll(more);
        while (objects.size() > MOST) {
            objects.remove(objects.keySet().iterator().next());
        }
    }

    @Override
    public synchronized Answer answer(Call call) {
        if (!StripeSandbox.API_KEY.equals(call.bearer())) {
            return failure(call, 401, null);
        }
        if (!call.is("GET")) {
            return failure(call, 405, null);
        }
        String object = objects.get(call.path());
        return object == null ? failure(call, 404, "resource_missing")
                : Answer.of(200, "application/json", object).with("Request-Id", "req_sandbox");
    }

    @Override
    public Answer failure(Call call, int status, String code) {
        String type = status >= 500 ? "api_error" : "invalid_request_error";
        String message = switch (status) {
            case 401 -> "Invalid API Key provided";
            case 404 -> "No such object";
            case 429 -> "Too many requests";
            default -> "The request failed";
        };
        Map<String, Object> error = new LinkedHashMap<>(Map.of("type", type, "message", message));
        if (code != null) {
            error.put("code", code);
        }
        return Answer.json(status, Map.of("error", error));
    }

    @Override
    public synchronized void reset() {
        objects.clear();
    }
}
