package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.RequestFormBuilder;
import com.slack.api.methods.request.auth.AuthTestRequest;
import com.slack.api.methods.request.conversations.ConversationsHistoryRequest;
import com.slack.api.methods.request.conversations.ConversationsRepliesRequest;
import com.slack.api.util.http.SlackHttpClient;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.json.StrictJson;
import com.versaai.hub.provider.RetryAfter;
import com.versaai.hub.provider.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * {@code conversations.history} and {@code conversations.replies} by slack-api-client, within the hub's limits: a deadline of the whole call, a bound on
 * what is read, so many calls a minute of each method for all channels together, and Slack's own {@code Retry-After}. The client's statistics, which
 * call {@code auth.test} by themselves, its logging of bodies and redirects are off. Thread-safe.
 */
final class SlackHistoryCalls {

    static final String HISTORY = "conversations.history";
    static final String REPLIES = "conversations.replies";
    private static final String SETTINGS = "hub.provider.slack.";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final long MOST_BYTES = 4L * 1024 * 1024;
    private static final int LIMITED = 429;

    private final Secrets secrets;
    private final Supplier<SlackTokens> tokens;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Duration deadline;
    private final Map<String, Long> next = new HashMap<>();
    private MethodsClient client;
    private String address;
    private Workspace workspace;

    /** @param tokens gives null where the app is not installed by OAuth */
    SlackHistoryCalls(Secrets secrets, Supplier<SlackTokens> tokens, Clock clock) {
        this(secrets, tokens, clock, System::nanoTime, DEADLINE);
    }

    SlackHistoryCalls(Secrets secrets, Supplier<SlackTokens> tokens, Clock clock, LongSupplier nanos, Duration deadline) {
        this.secrets = secrets;
        this.tokens = tokens;
        this.clock = clock;
        this.nanos = nanos;
        this.deadline = deadline;
    }

    /**
     * Whose token it is.
     *
     * @param enterpriseId null outside an Enterprise Grid
     */
    record Workspace(String teamId, String enterpriseId, String userId) {
    }

    /** Slack has answered, and the answer is no. */
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final String error;

        RefusedException(String method, String error, String needed) {
            super("Slack answers " + method + " with " + error + (needed.isEmpty() ? "" : ", needs scope " + needed)
                    + (error.equals("not_in_channel") ? ": invite the bot to the channel" : ""));
            this.error = error;
        }

        String error() {
            return error;
        }

        /** Whether asking again in a moment may help. */
        boolean isPassing() {
            return switch (error) {
                case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org" -> true;
                default -> false;
            };
        }
    }

    /** How long a method may not be called yet; zero: now, and the next caller waits. */
    synchronized Duration turn(String method, int perMinute) {
        long now = nanos.getAsLong();
        Long until = next.get(method);
        if (until != null && until - now > 0) {
            return Duration.ofNanos(until - now);
        }
        next.put(method, now + Duration.ofMinutes(1).toNanos() / perMinute);
        return Duration.ZERO;
    }

    /** @return null when Slack has said to wait, which {@link #turn} knows from now on */
    JsonNode history(ConversationsHistoryRequest request) {
        return ask(HISTORY, RequestFormBuilder.toForm(request));
    }

    /** @return null when Slack has said to wait, which {@link #turn} knows from now on */
    JsonNode replies(ConversationsRepliesRequest request) {
        return ask(REPLIES, RequestFormBuilder.toForm(request));
    }

    /** Asked once. */
    synchronized Workspace workspace() {
        if (workspace == null) {
            JsonNode said = ask("auth.test", RequestFormBuilder.toForm(AuthTestRequest.builder().build()));
            if (said == null || !said.path("team_id").isTextual()) {
                throw new IllegalStateException("Slack does not say whose token " + SETTINGS + "bot-token is");
            }
            workspace = new Workspace(said.path("team_id").asText(), said.path("enterprise_id").textValue(), said.path("user_id").textValue());
        }
        return workspace;
    }

    /** As messages of the account go: by the installation it names, else by its bot token. */
    private String token() {
        SlackTokens installed = secrets.has(SETTINGS + "team") ? tokens.get() : null;
        return installed == null ? secrets.bearer(SETTINGS + "bot-token").substring("Bearer ".length()) : installed.token(secrets.value(SETTINGS + "team"));
    }

    private JsonNode ask(String method, FormBody.Builder form) {
        String token = token();
        try (Response response = client().runPostFormWithToken(form, method, token)) {
            if (response.code() == LIMITED) {
                limited(method, response.header("Retry-After"));
                return null;
            }
            JsonNode answer = answer(method, response);
            if (!answer.path("ok").asBoolean(false)) {
                String error = answer.path("error").asText("");
                if (error.equals("ratelimited") || error.equals("rate_limited")) {
                    limited(method, response.header("Retry-After"));
                    return null;
                }
                throw new RefusedException(method, error.matches("[a-z_]{2,64}") ? error : "no known error", answer.path("needed").asText(""));
            }
            return answer;
        } catch (IOException e) {
            // Without its text, which may hold an address.
            throw new IllegalStateException(method + " at Slack: " + e.getClass().getSimpleName() + " (" + deadline.toSeconds() + " s are allowed)", e);
        }
    }

    private static JsonNode answer(String method, Response response) throws IOException {
        if (response.code() != 200) {
            throw new IllegalStateException("Slack answers " + method + " with status " + response.code());
        }
        if (response.body().source().request(MOST_BYTES + 1)) {
            throw new IllegalStateException("Slack's answer to " + method + " is larger than " + MOST_BYTES + " bytes: set " + SETTINGS + "history-page lower");
        }
        try {
            return StrictJson.tree(response.body().bytes());
        } catch (MalformedBodyException e) {
            throw new IllegalStateException("Slack's answer to " + method + " is no JSON", e);
        }
    }

    private synchronized void limited(String method, String retryAfter) {
        Duration wait = retryAfter == null ? null : RetryAfter.parse(retryAfter, clock);
        long until = nanos.getAsLong() + (wait == null ? Duration.ofMinutes(1) : wait).toNanos();
        next.merge(method, until, (known, told) -> told - known > 0 ? told : known);
    }

    private synchronized MethodsClient client() {
        String base = secrets.url(SETTINGS + "base-url", "/").toString();
        if (client == null || !base.equals(address)) {
            SlackConfig config = new SlackConfig();
            config.setMethodsEndpointUrlPrefix(base);
            config.getMethodsConfig().setStatsEnabled(false);
            config.getHttpClientResponseHandlers().clear();
            OkHttpClient http = new OkHttpClient.Builder().callTimeout(deadline).followRedirects(false).followSslRedirects(false).build();
            client = Slack.getInstance(config, new SlackHttpClient(http)).methods();
            client.setEndpointUrlPrefix(base);
            address = base;
        }
        return client;
    }
}
