package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.versaai.hub.sandbox.FaultSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The oracle: OpenAI's own Java client, with nothing changed but its base URL and key. */
class OpenAiClientTest extends AiGateway {

    private OpenAIClient client;

    @BeforeEach
    void connect() {
        client = client(KEY);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder().baseUrl(hub.uri("/v1").toString()).apiKey(key).maxRetries(0).build();
    }

    private static ChatCompletionCreateParams.Builder params(String text, String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
    }

    private static ChatCompletionCreateParams.Builder unasked() {
        return params("say " + UUID.randomUUID(), "openai/gpt-oss-20b");
    }

    @Test
    void plain() {
        ChatCompletion completion = client.chat().completions().create(params("hello", "openai/gpt-oss-20b").temperature(0.2).build());
        assertThat(completion.choices().get(0).message().content()).contains("You said: hello");
        assertThat(completion.usage().orElseThrow().totalTokens()).isPositive();
        completion.validate();
    }

    @Test
    void streaming() {
        StringBuilder text = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> chunks = client.chat().completions().createStreaming(params("hello there", "openai/gpt-oss-20b").build())) {
            chunks.stream().flatMap(chunk -> chunk.choices().stream()).forEach(choice -> choice.delta().content().ifPresent(text::append));
        }
        assertThat(text).hasToString("You said: hello there");
    }

    @Test
    void streamingFromTheCache() {
        ChatCompletionCreateParams params = unasked().build();
        String whole = client.chat().completions().create(params).choices().get(0).message().content().orElseThrow();
        StringBuilder text = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> chunks = client.chat().completions().createStreaming(params)) {
            chunks.stream().flatMap(chunk -> chunk.choices().stream()).forEach(choice -> choice.delta().content().ifPresent(text::append));
        }
        assertThat(text).hasToString(whole);
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void tools() {
        ChatCompletionCreateParams params = unasked().addTool(ChatCompletionFunctionTool.builder().function(FunctionDefinition.builder()
                .name("weather").parameters(FunctionParameters.builder().putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of())).build()).build()).build()).build();
        ChatCompletion completion = client.chat().completions().create(params);
        assertThat(completion.choices().get(0).message().toolCalls().orElseThrow().get(0).asFunction().function().name()).isEqualTo("weather");
        List<String> streamed = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> chunks = client.chat().completions().createStreaming(params)) {
            chunks.stream().flatMap(chunk -> chunk.choices().stream()).forEach(choice -> choice.delta().toolCalls()
                    .ifPresent(calls -> calls.forEach(call -> streamed.add(call.index() + call.function().orElseThrow().name().orElse("")))));
        }
        assertThat(streamed).containsExactly("0weather");
    }

    @Test
    void models() {
        assertThat(client.models().list().data()).extracting(model -> model.id()).contains("openai/gpt-oss-20b");
    }

    @Test
    void errors() {
        assertThatThrownBy(() -> client.chat().completions().create(params("x", "nobody/knows").build()))
                .isInstanceOfSatisfying(NotFoundException.class, e -> assertThat(e.code()).contains("model_not_found"));
        assertThatThrownBy(() -> client.chat().completions().create(unasked().n(2).build()))
                .isInstanceOfSatisfying(BadRequestException.class, e -> assertThat(e.param()).contains("n"));
        OpenAIClient stranger = client("wrong");
        assertThatThrownBy(() -> stranger.chat().completions().create(unasked().build())).isInstanceOfSatisfying(UnauthorizedException.class,
                e -> assertThat(e.code()).contains("invalid_api_key"));
        stranger.close();
    }

    @Test
    void anErrorWithinAStream() {
        fault(FaultSpec.error(200).withError("stream-error"));
        assertThatThrownBy(() -> {
            try (StreamResponse<ChatCompletionChunk> chunks = client.chat().completions().createStreaming(unasked().build())) {
                chunks.stream().forEach(chunk -> { });
            }
        }).isInstanceOf(SseException.class);
    }
}
