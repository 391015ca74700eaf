package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** System alerts and AI answers, from the event to what a Slack that checks them has: both ways, webhook and Web API. */
class SlackNoticesTest {

    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();

    @Test
    void bothArriveWithTextAndColour() throws Exception {
        Mappings mappings = Fixtures.mappings("hub.slack.channels.ai", "#support");
        try (Simulators simulators = new Simulators(SimulatorSettings.onPort(0)).start(); ConnectorHarness hub = new ConnectorHarness()) {
            SLACK.settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
            for (String way : List.of("true", "false")) {
                for (String[] notice : new String[][] {{"system-alert", "integration-failed"}, {"ai-response", "ai-request-completed"}}) {
                    JsonNode payload = mappings.map("slack", notice[0], Fixtures.event(notice[1])).orElseThrow().payload();
                    Exchange done = hub.send("slack-message-sink?webhooks=" + way, payload.toString(), Map.of());
                    assertThat(done.getException()).as(notice[0]).isNull();
                    Effect last = simulators.effects().of(SLACK).get((int) simulators.effects().count(SLACK) - 1);
                    JsonNode arrived = new ObjectMapper().readTree(last.body());
                    assertThat(arrived.path("text")).isEqualTo(payload.path("text"));
                    assertThat(arrived.at("/attachments/0/color").asText()).matches("#[0-9A-F]{6}");
                    assertThat(arrived.has("channel")).as("posted by the Web API").isEqualTo(way.equals("false"));
                }
            }
        }
    }
}
