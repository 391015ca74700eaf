package com.versaai.hub.ai.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.ai.budget.Usage;
import java.io.IOException;
import java.time.Clock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatAnswerTest {

    private static final ChatTarget TARGET = new ChatTarget("groq", "m", null);
    private static final long PROMPT = 7;

    @Test
    void theProvidersCountCounts() throws IOException {
        assertThat(read(answer(",\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":0}")).usage()).isEqualTo(new Usage(11, 0));
    }

    /** Or the answers of a provider that counts nothing would be free. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",\"usage\":null", ",\"usage\":{}", ",\"usage\":\"many\""})
    void whatNobodyCountedIsEstimated(String usage) throws IOException {
        Usage estimated = read(answer(usage)).usage();
        assertThat(estimated.prompt()).isEqualTo(PROMPT);
        assertThat(estimated.completion()).as("of two answers with 400 letters each").isBetween(200L, 230L);
    }

    @Test
    void aCountThatMakesNoSenseIsNoRefund() throws IOException {
        Usage told = read(answer(",\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":1e300}")).usage();
        assertThat(told.prompt()).isZero();
        assertThat(told.completion()).isBetween(0L, 1_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"choices\":[]}", "{\"choices\":{}}", "<html>", "{\"choices\":[{}]}",
            "{\"choices\":[5]}", "{\"choices\":[{\"index\":0}]}", "{\"choices\":[{\"message\":{}}]}", "{\"choices\":[{\"message\":\"hi\"}]}",
            "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":5}}]}", "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]",
            "{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}<html>", "{\"error\":{\"message\":\"no\"}}"})
    void whatIsNoCompletionIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(IOException.class,
                thrown -> assertThat(ChatFault.of(thrown, Clock.systemUTC()).code()).isEqualTo("unexpected_answer"));
        assertThatThrownBy(() -> ChatAnswer.read(null, TARGET, () -> PROMPT, null)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"content\":\"\"}", "{\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]}", "{\"content\":[{\"type\":\"text\"}]}",
            "{\"role\":\"assistant\",\"refusal\":\"no\"}"})
    void whatSaysNothingInWordsIsOne(String message) throws IOException {
        assertThat(read("{\"choices\":[{\"message\":" + message + "}]}").fallback()).isNull();
    }

    private static String answer(String usage) {
        String choice = "{\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"" + "a".repeat(400) + "\"}}";
        return "{\"choices\":[" + choice + "," + choice + "]" + usage + "}";
    }

    private static ChatAnswer read(String body) throws IOException {
        return ChatAnswer.read(body.getBytes(StandardCharsets.UTF_8), TARGET, () -> PROMPT, null);
    }
}
