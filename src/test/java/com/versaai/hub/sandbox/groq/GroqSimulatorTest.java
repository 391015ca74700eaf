package com.versaai.hub.sandbox.groq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroqSimulatorTest {

    private static final SimulatedProvider GROQ = SimulatedProvider.of("groq").orElseThrow();
    private static final Simulators SIMULATORS = new Simulators(0).start();
    private static final String HELLO = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}]}";
    private static final String STREAM = HELLO.replace("{\"model\"", "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\"");

    @AfterAll
    static void stop() {
        SIMULATORS.close();
    }

    @BeforeEach
    void reset() {
        SIMULATORS.reset();
    }

    private static Web.Reply chat(String body) {
        return Web.post(SIMULATORS.url(GROQ) + "/openai/v1/chat/completions", Web.json("Bearer gsk_sandbox"), body);
    }

    @Test
    void answersWhole() {
        Web.Reply reply = chat(HELLO);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().at("/choices/0/message/content").asText()).isEqualTo("You said: hello there");
        assertThat(reply.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(reply.json().at("/usage/total_tokens").asInt()).isPositive();
        assertThat(reply.json().at("/x_groq/id").asText()).isNotEmpty();
        assertThat(reply.header("x-ratelimit-reset-requests")).isEqualTo("2m59.56s");
        assertThat(SIMULATORS.effects().count(GROQ)).isEqualTo(1);
    }

    @Test
    void answersAsAStream() {
        Web.Reply reply = chat(STREAM);
        assertThat(reply.header("Content-Type")).startsWith("text/event-stream");
        String[] frames = reply.body().split("\n\n");
        assertThat(frames[frames.length - 1]).isEqualTo("data: [DONE]");
        assertThat(reply.body()).contains("\"content\":\"hello \"", "\"usage\":{", "\"choices\":[]");
    }

    @Test
    void callsTheFirstTool() {
        Web.Reply reply = chat(HELLO.replaceFirst("}$", ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]}"));
        assertThat(reply.json().at("/choices/0/message/tool_calls/0/function/name").asText()).isEqualTo("weather");
        assertThat(reply.json().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void listsItsModels() throws Exception {
        Web.Reply reply = Web.send("GET", SIMULATORS.url(GROQ) + "/openai/v1/models",
                Map.of("Authorization", "Bearer gsk_sandbox"), "");
        assertThat(reply.json().path("data").findValuesAsText("id")).contains("openai/gpt-oss-120b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{|400||", "{}|400||model", "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[]}|400||messages",
        "{\"model\":\"mixtral-8x7b-32768\",\"messages\":[]}|400|model_decommissioned|", "{\"model\":\"x\",\"messages\":[]}|404|model_not_found|",
        "{\"model\":\"openai/gpt-oss-20b\",\"n\":2,\"messages\":[{\"role\":\"user\"}]}|400||n",
        "{\"model\":\"openai/gpt-oss-20b\",\"max_tokens\":-1,\"messages\":[{\"role\":\"user\"}]}|400||max_tokens"})
    void refusesAsGroqDoes(String body, int status, String code, String param) {
        Web.Reply reply = chat(body);
        assertThat(reply.status()).isEqualTo(status);
        JsonNode error = reply.json().path("error");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").asText(null)).isEqualTo(code);
        assertThat(error.path("param").asText(null)).isEqualTo(param);
    }

    @Test
    void refusesAWrongKey() {
        Web.Reply reply = Web.post(SIMULATORS.url(GROQ) + "/openai/v1/chat/completions", Web.json("Bearer gsk_wrong"), HELLO);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
    }

    @Test
    void failsInItsOwnShapes() {
        SIMULATORS.faults().set(GROQ, FaultSpec.error(498).withCount(1));
        assertThat(chat(HELLO).json().at("/error/code").asText()).isEqualTo("capacity_exceeded");
        SIMULATORS.faults().set(GROQ, FaultSpec.error(200).withError("stream-error").withCount(1));
        assertThat(chat(STREAM).body()).contains("event: error\ndata: {\"error\"").doesNotContain("[DONE]");
        SIMULATORS.faults().set(GROQ, FaultSpec.error(200).withError("stream-cut").withCount(1));
        assertThat(chat(STREAM).body()).contains("You ").doesNotContain("[DONE]");
    }
}
