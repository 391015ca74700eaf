package com.versaai.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.sandbox.stripe.StripeSamples;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.StripeWebhooks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A hub as it is outside the sandbox, which also leaves connected accounts alone: what it doesn't work on is acknowledged, kept and counted. */
@HubTest
@DirtiesContext // a context of its own, no other class can use it
@TestPropertySource(properties = {"spring.jmx.enabled=false", "hub.inbound.livemode=live", "hub.inbound.sources.stripe.connect=ignore"})
class RefusedWebhooksTest {

    @Autowired
    private Hub hub;
    @Autowired
    private MeterRegistry meters;
    @Autowired
    private JdbcTemplate jdbc;

    private String post(StripeSamples.Shape shape, Consumer<ObjectNode> change) {
        ObjectNode event = (ObjectNode) hub.read(hub.sample("payment_intent.succeeded", shape, Map.of()).body());
        change.accept(event);
        send(event);
        return event.path("id").asText();
    }

    private void send(ObjectNode event) {
        String body = event.toString();
        Hub.Answer answer = hub.callAs(null, "POST", "/webhooks/stripe", StripeWebhooks.bytes(body), Map.of("Content-Type", "application/json",
                "Stripe-Signature", StripeWebhooks.signed(StripeWebhooks.SECRET, StripeWebhooks.now(), body)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private double refused(String reason) {
        return meters.find("hub.webhooks.refused").tag("source", "stripe").tag("reason", reason).counters().stream().mapToDouble(Counter::count).sum();
    }

    private void ignored(String id, String why) {
        JsonNode timeline = hub.timeline(id, found -> found.findValuesAsText("step").contains("ignored"));
        assertThat(timeline.path("events")).as("nothing is planned from it").isEmpty();
        assertThat(timeline.findValuesAsText("step")).containsExactly("received", "verified", "ignored");
        assertThat(timeline.findValuesAsText("detail").get(2)).isEqualTo(why);
    }

    @ParameterizedTest
    @EnumSource(StripeSamples.Shape.class)
    void aTestIsNoRevenue(StripeSamples.Shape shape) {
        double before = refused("test_mode");
        String id = post(shape, event -> event.put("livemode", false));
        ignored(id, (shape == StripeSamples.Shape.THIN ? "v1." : "") + "payment_intent.succeeded: of test mode, and hub.inbound.livemode is live");
        assertThat(refused("test_mode")).as("a record that is read again counts again").isGreaterThanOrEqualTo(before + 1);
    }

    @Test
    void oneThatComesAgainIsNoRepetitionOfWhatWasNotWorkedOn() {
        ObjectNode event = (ObjectNode) hub.read(hub.sample("payment_intent.succeeded", Map.of()).body());
        for (int i = 0; i < 2; i++) {
            send(event.put("livemode", false));
        }
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(jdbc.queryForList("select outcome from receipt where provider_event_id = ?",
                String.class, event.path("id").asText())).containsExactly("refused", "refused"));
        send(event.put("livemode", true));
        assertThat(hub.timeline(event.path("id").asText(), found -> found.path("events").size() == 1).findValuesAsText("step")).contains("mapped");
    }

    @Test
    void whatIsLiveIsWorkedOnAndSoIsWhatDoesNotSay() {
        for (Consumer<ObjectNode> change : List.<Consumer<ObjectNode>>of(event -> event.put("livemode", true), event -> event.remove("livemode"))) {
            String id = post(StripeSamples.Shape.CURRENT, change);
            assertThat(hub.timeline(id, found -> found.path("events").size() == 1).findValuesAsText("type")).contains("payment.processed");
        }
    }

    @Test
    void aConnectedAccountsEventIsLeftAlone() {
        double before = refused("connected_account");
        String why = "payment_intent.succeeded: of a connected account, and hub.inbound.sources.stripe.connect is ignore";
        ignored(post(StripeSamples.Shape.CURRENT, event -> event.put("livemode", true).put("account", "acct_1Shop")), why);
        ignored(post(StripeSamples.Shape.THIN, event -> event.put("livemode", true).put("context", "acct_1Shop")), "v1." + why);
        assertThat(refused("connected_account")).isGreaterThanOrEqualTo(before + 2);
    }
}
