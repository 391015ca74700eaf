package com.versaai.hub.ai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.chain.ChainSettings;
import com.versaai.hub.ai.chain.ChatAnswer;
import com.versaai.hub.ai.chain.ChatFault;
import com.versaai.hub.ai.chain.ChatTry;
import com.versaai.hub.ai.request.ChatJson;
import com.versaai.hub.ai.request.ChatRequests;
import com.versaai.hub.ai.request.RequestSettings;
import com.versaai.hub.ai.stream.ChatFrames;
import com.versaai.hub.gateway.PathId;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.gateway.StreamingBody;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Puts what was found into the caller's form. Bean {@code chatAnswers}. */
public class ChatAnswers {

    private static final String CACHE = "X-Hub-Cache";
    private static final String FALLBACK = "X-Hub-Fallback";
    private static final Duration SOON = Duration.ofSeconds(5);

    private final RequestSettings requests;
    private final ChainSettings chain;
    private final ChatReports reports;
    private final Clock clock;

    ChatAnswers(RequestSettings requests, ChainSettings chain, ChatReports reports, Clock clock) {
        this.requests = requests;
        this.chain = chain;
        this.reports = reports;
        this.clock = clock;
    }

    /** In OpenAI's form, whole or as a stream. */
    public void write(Exchange exchange) {
        ChatTry chat = Chat.of(exchange);
        if (chat.stream() != null) {
            String fallback = chat.source().fallback();
            if ("hit".equals(chat.cache())) {
                chat.stream().onEnd(end -> reports.streamed(chat, end));
            }
            answer(exchange, chat, fallback, "text/event-stream", chat.stream());
            return;
        }
        ChatAnswer answer = found(chat);
        if (chat.request().stream()) {
            byte[] frames = ChatFrames.of(answer.body(), chat.request().usage());
            answer(exchange, chat, answer.fallback(), "text/event-stream", (StreamingBody) caller -> {
                caller.write(frames);
                caller.flush();
            });
        } else {
            answer(exchange, chat, answer.fallback(), "application/json", answer.body());
        }
    }

    /** In the form of the product's own call. */
    public void writeSimple(Exchange exchange) throws IOException {
        ChatTry chat = Chat.of(exchange);
        ChatAnswer answer = found(chat);
        JsonNode content = ChatJson.MAPPER.readTree(answer.body()).path("choices").path(0).path("message").path("content");
        ObjectNode simple = ChatJson.MAPPER.createObjectNode().put("content", content.asText("")).put("model", answer.model())
                .put("tokensUsed", answer.usage().prompt() + answer.usage().completion()).put("responseTimeMs", chat.elapsed())
                .put("cached", "hit".equals(chat.cache())).put("fallback", answer.fallback() != null);
        answer(exchange, chat, answer.fallback(), "application/json", ChatJson.bytes(simple));
    }

    /** What may be asked for: by configuration, so that nobody's provider is asked for it. */
    public void models(Exchange exchange) {
        ObjectNode list = ChatJson.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        names().forEach(name -> data.add(model(name)));
        json(exchange, list);
    }

    /** One of them; any, where callers may name any. */
    public void model(Exchange exchange) {
        String asked = PathId.of(exchange, "model");
        String name = requests.retired().getOrDefault(asked, asked);
        if (!requests.models().isEmpty() && !names().contains(name)) {
            throw ChatRequests.unknownModel(404);
        }
        json(exchange, model(name));
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>(requests.models());
        names.add(requests.defaultModel());
        names.addAll(chain.fallback().models());
        return names;
    }

    private ObjectNode model(String name) {
        return ChatJson.MAPPER.createObjectNode().put("id", name).put("object", "model").put("created", 0).put("owned_by", chain.accounts().get(0));
    }

    private static void json(Exchange exchange, ObjectNode answer) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(ChatJson.bytes(answer));
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
    }

    private ChatAnswer found(ChatTry chat) {
        if (chat.answer() == null) {
            ChatFault fault = chat.fault();
            if (fault != null && (fault.next() == ChatFault.Next.CALLER || fault.modelGone()) || chain.fallback().answer().isBlank()) {
                throw refusal(fault);
            }
            chat.answered(ChatAnswer.fixed(chain.fallback().answer(), chat.request().model(), clock.instant()));
        }
        reports.answered(chat);
        return chat.answer();
    }

    /** The provider's own words where they are about the request; the hub's where they are about the hub's key or the provider. */
    private static ProblemException refusal(ChatFault fault) {
        Map<String, Object> extensions = new HashMap<>();
        if (fault != null && fault.error() != null && fault.next() != ChatFault.Next.PROVIDER) {
            Map<String, Object> error = new HashMap<>();
            for (String name : Set.of("message", "type", "param", "code", "failed_generation")) {
                JsonNode value = fault.error().path(name);
                if (value.isTextual() || !name.equals("failed_generation")) {
                    error.put(name, value.isTextual() ? value.asText() : null);
                }
            }
            extensions.put("error", error);
        } else {
            extensions.put("code", fault == null ? "no_answer" : fault.code());
        }
        boolean own = fault == null || fault.status() < 400 || fault.status() > 599 || fault.next() == ChatFault.Next.PROVIDER;
        int status = own ? 503 : fault.status() == 498 ? 429 : fault.status();
        boolean later = status == 429 || status >= 500;
        return new ProblemException(status, status == 503 ? "unavailable" : "provider-refused", "No language model answers at the moment.",
                later ? fault != null && fault.retryAfter() != null ? fault.retryAfter() : SOON : null, extensions);
    }

    private static void answer(Exchange exchange, ChatTry chat, String fallback, String type, Object body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(body);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setHeader("Cache-Control", "no-store");
        message.setHeader(CACHE, chat.cache());
        if (fallback != null) {
            message.setHeader(FALLBACK, fallback);
        }
    }
}
