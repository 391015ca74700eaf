package com.versaai.hub.ai.chain;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.budget.Usage;
import com.versaai.hub.ai.redaction.RedactedChat;
import com.versaai.hub.ai.request.ChatJson;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * An answer to a request that was not streamed.
 *
 * @param body     a {@code chat.completion}, as the provider wrote it
 * @param model    who answered
 * @param account  where; {@code hub} for the static answer
 * @param usage    tokens, an estimate where the provider counts none
 * @param complete whether it came to its natural end: only such answers are kept
 * @param fallback why it is not what was asked for: {@code model}, {@code provider}, {@code static}; null when it is
 */
public record ChatAnswer(byte[] body, String model, String account, Usage usage, boolean complete, String fallback) {

    /**
     * @param prompt tokens of the request, asked for where the provider counts nothing
     * @param hidden what was kept from the provider and has to be put back, null when nothing was
     * @throws IOException when it is no completion
     */
    public static ChatAnswer read(byte[] body, ChatTarget target, LongSupplier prompt, RedactedChat hidden) throws IOException {
        JsonNode answer = whole(body);
        JsonNode choices = answer.path("choices");
        if (!choices.isArray() || choices.isEmpty()) {
            throw new UnexpectedAnswerException("no completion");
        }
        boolean natural = true;
        for (JsonNode choice : choices) {
            if (!isAnswer(choice.path("message"))) {
                throw new UnexpectedAnswerException("no completion: a choice without a message");
            }
            natural &= ChatJson.natural(choice.path("finish_reason"));
        }
        JsonNode counted = answer.path("usage");
        Usage usage = counted.has("prompt_tokens") || counted.has("completion_tokens") ? Usage.counted(counted)
                : Usage.estimate(prompt.getAsLong(), letters(choices));
        byte[] whole = body;
        if (hidden != null) {
            hidden.restore((ObjectNode) answer);
            whole = ChatJson.bytes(answer);
        }
        return new ChatAnswer(whole, target.model(), target.account(), usage, natural, target.fallback());
    }

    private static JsonNode whole(byte[] body) throws IOException {
        if (body == null || body.length == 0) {
            throw new UnexpectedAnswerException("empty");
        }
        try (JsonParser json = ChatJson.MAPPER.createParser(body)) {
            JsonNode answer = json.readValueAsTree();
            if (answer == null || json.nextToken() != null) {
                throw new UnexpectedAnswerException("not one whole JSON object");
            }
            return answer;
        } catch (JacksonException e) {
            // Without the cause, whose text repeats the answer.
            throw new UnexpectedAnswerException("not JSON, or not whole");
        }
    }

    /** Says something in words, or without any calls a tool, refuses or has only thought. */
    private static boolean isAnswer(JsonNode message) {
        JsonNode content = message.path("content");
        boolean none = content.isMissingNode() || content.isNull();
        return content.isTextual() || content.isArray() || none && message.isObject() && !message.isEmpty();
    }

    private static long letters(JsonNode choices) {
        long letters = 0;
        for (JsonNode choice : choices) {
            letters += choice.path("message").toString().length();
        }
        return letters;
    }

    /** What is said when nobody has an answer. */
    public static ChatAnswer fixed(String text, String model, Instant now) {
        ObjectNode answer = ChatJson.MAPPER.createObjectNode().put("id", "chatcmpl-" + UUID.randomUUID()).put("object", "chat.completion")
                .put("created", now.getEpochSecond()).put("model", model);
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", text);
        choice.putNull("logprobs").put("finish_reason", "stop");
        answer.putObject("usage").put("prompt_tokens", 0).put("completion_tokens", 0).put("total_tokens", 0);
        return new ChatAnswer(ChatJson.bytes(answer), model, "hub", Usage.NONE, false, "static");
    }

    /** Without what was said. */
    @Override
    public String toString() {
        return "ChatAnswer[" + model + ", " + account + "]";
    }
}
