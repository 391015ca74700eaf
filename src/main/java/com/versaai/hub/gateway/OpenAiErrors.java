package com.versaai.hub.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/** The same problem as OpenAI's clients expect it: under {@code /v1/} every failure has their shape, whoever finds it. */
final class OpenAiErrors {

    static final String MEDIA_TYPE = "application/json";

    private static final String ROOT = "/v1";

    private OpenAiErrors() {
    }

    /** Of a path as it was sent, which may be none that there is. */
    static boolean wanted(String path) {
        return path != null && path.startsWith(ROOT) && (path.length() == ROOT.length() || "/;%".indexOf(path.charAt(ROOT.length())) >= 0);
    }

    /** Extension {@code error} holds a provider's own error; {@code param}, {@code code} and {@code kind} are one's own. */
    static Map<String, Object> of(Problem problem) {
        Map<String, Object> extensions = problem.extensions() == null ? Map.of() : problem.extensions();
        if (extensions.get("error") instanceof Map<?, ?> own) {
            return Map.of("error", own);
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", problem.detail());
        error.put("type", extensions.getOrDefault("kind", type(problem.status())));
        error.put("param", extensions.get("param"));
        error.put("code", extensions.getOrDefault("code", code(problem)));
        return Map.of("error", error);
    }

    private static String type(int status) {
        if (status >= 500) {
            return "server_error";
        }
        return status == 429 ? "requests" : "invalid_request_error";
    }

    private static String code(Problem problem) {
        return switch (problem.status()) {
            case 401 -> "invalid_api_key";
            case 429 -> "rate_limit_exceeded";
            default -> problem.type().substring(problem.type().lastIndexOf('/') + 1).replace('-', '_');
        };
    }
}
