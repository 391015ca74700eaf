package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import com.versaai.hub.support.Providers;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One hub for all tests of the AI gateway: two tenants, the simulated Groq, {@link Upstream#OTHER} behind it, short waits. */
@HubTest
abstract class AiGateway {

    static final String KEY = "sandbox-api-key";
    static final String OTHER_KEY = HubTestEnvironment.OTHER_KEY;
    /** Of a tenant with a budget. */
    static final String METERED_KEY = HubTestEnvironment.METERED_KEY;
    static final String CHAT = "/v1/chat/completions";

    @Autowired
    Hub hub;
    @Autowired
    private CamelContext camel;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        Map<String, String> settings = new HashMap<>(Map.of("hub.ai.accounts", "groq, other", "hub.provider.other.base-url", Upstream.OTHER.url(),
                "hub.provider.other.api-key", "key+of%other", "hub.ai.fallback.providers[0].account", "other",
                "hub.ai.fallback.providers[0].model", "other-model", "hub.ai.deadline", "10s", "hub.ai.patience", "2s", "hub.ai.silence", "2s",
                "hub.ai.max-wait", "3s"));
        // One context of a JVM has the MBeans: that of most tests.
        settings.put("spring.jmx.enabled", "false");
        // All contexts share the simulators: thousands of calls told to analytics would run on into other tests.
        for (String analytics : List.of("ga4", "mixpanel", "amplitude", "segment")) {
            settings.put("hub.delivery.destinations." + analytics + ".enabled", "false");
        }
        settings.putAll(Map.of("hub.ai.circuit.open-for", "2s", "hub.ai.budgets.metered", "1000"));
        settings.forEach((name, value) -> registry.add(name, () -> value));
    }

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        Upstream.OTHER.reset();
        circuit("groq").reset();
        circuit("other").reset();
    }

    /** The one that routes name. */
    CircuitBreaker circuit(String account) {
        return camel.getRegistry().lookupByNameAndType("chat-" + account + "-circuit", CircuitBreaker.class);
    }

    void fault(FaultSpec spec) {
        hub.simulators().faults().set(Providers.GROQ, spec);
    }

    long calls() {
        return hub.effects(Providers.GROQ);
    }

    /** A request whose answer nobody has asked for before. */
    static String ask() {
        return ask("say " + UUID.randomUUID());
    }

    static String ask(String prompt) {
        return "{\"model\":\"openai/gpt-oss-120b\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }

    static String streamed(String request) {
        return "{\"stream\":true," + request.substring(1);
    }

    Hub.Answer post(String path, String body, String... headers) {
        Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/json"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return hub.call("POST", path, body.getBytes(StandardCharsets.UTF_8), all);
    }

    Hub.Answer chat(String body, String... headers) {
        return post(CHAT, body, headers);
    }

    JsonNode good(Hub.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return hub.read(answer.body());
    }

    static String said(JsonNode completion) {
        return completion.at("/choices/0/message/content").asText();
    }
}
