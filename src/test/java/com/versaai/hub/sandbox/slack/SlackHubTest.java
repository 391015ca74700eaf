package com.versaai.hub.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** The whole way through Slack's doors and back: commands, clicks and forms of the example in routes/events/HubCommands.java. */
@HubTest
class SlackHubTest {

    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();
    private static final SimulatedProvider SALESFORCE = SimulatedProvider.of("salesforce").orElseThrow();
    private static final String MESSAGES = "hub.events.slack.message.received";

    @Autowired
    private Hub hub;
    @Autowired
    private Brokers brokers;
    @Autowired
    private JdbcTemplate jdbc;

    private final SlackWebhookSender sender = new SlackWebhookSender(Clock.systemUTC());
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        // Forms go by the installation of the workspace where somebody clicked.
        new SlackBrowser(hub).install("T000");
    }

    private OutgoingWebhook made(String type, String... values) {
        Map<String, String> chosen = new HashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            chosen.put(values[i], values[i + 1]);
        }
        return sender.make(type, chosen, Map.of());
    }

    private Hub.Answer post(OutgoingWebhook webhook) {
        return hub.callAs(null, "POST", webhook.path(), webhook.body(), webhook.headers());
    }

    /** Slack sends it, and is answered with nothing. */
    private OutgoingWebhook sent(String type, String... values) {
        OutgoingWebhook webhook = made(type, values);
        Hub.Answer answer = post(webhook);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        return webhook;
    }

    private List<Effect> effects(String kind) {
        return hub.simulators().effects().of(SLACK).stream().filter(effect -> effect.key().startsWith(kind)).toList();
    }

    private JsonNode effect(String kind) {
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(effects(kind)).isNotEmpty());
        return hub.read(effects(kind).get(0).body());
    }

    private String deadLetter() {
        // Not of the login, which is not tried again at once.
        hub.simulators().faults().set(SALESFORCE, FaultSpec.error(400).withPath("/services/data"));
        String event = hub.publish("user.registered", Map.of("id", "u-" + id, "email", id + "@example.test", "name", "Ada"));
        String letter = hub.deadLetter(event, "salesforce").path("id").asText();
        hub.simulators().faults().clear(SALESFORCE);
        // What the registration itself and its failure are told in Slack is no reply.
        return letter;
    }

    @Test
    void statusComesByReplyAndTheTimelineSaysSo() {
        OutgoingWebhook command = sent("command", "text", "status", "user", "U000BOB");
        JsonNode reply = effect("reply|");
        assertThat(reply.path("response_type").asText()).isEqualTo("ephemeral");
        assertThat(reply.path("text").asText()).contains("salesforce", "hubspot");
        assertThat(reply.has("reply")).isFalse();
        JsonNode timeline = hub.timeline(command.eventId(), found -> found.path("steps").findValuesAsText("step").contains("delivered"));
        String address = URLDecoder.decode(new String(command.body(), StandardCharsets.UTF_8), StandardCharsets.UTF_8).replaceFirst("(?s).*/commands/T000/([0-9a-f.]+).*", "$1");
        assertThat(address).matches("\\d{13}\\.[0-9a-f]{12}\\.[0-9a-f]{16}");
        assertThat(timeline.toString()).doesNotContain(address);
        assertThat(jdbc.queryForList("select content from delivery where destination = 'slack-replies' and content is not null", String.class))
                .noneMatch(content -> content.contains(address));
    }

    @Test
    void tenDeliveriesOfOneEventAreOne() {
        Bus bus = new Bus(brokers.address());
        Map<TopicPartition, Long> mark = bus.end(MESSAGES);
        for (int i = 0; i < 10; i++) {
            sent("message", "eventId", "Ev" + id, "text", "hola " + id, "retry", String.valueOf(i));
        }
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(jdbc.queryForList("select outcome from receipt where source = 'slack/events' and provider_event_id = ?",
                String.class, "Ev" + id)).hasSize(10).filteredOn("duplicate"::equals).hasSize(9));
        // Its event has another id, which the history knows too.
        hub.timeline("Ev" + id, found -> found.path("events").size() == 1 && found.at("/events/0/originid").asText().startsWith("message-C0GROWTH-"));
        assertThat(bus.since(mark).stream().map(record -> new String(record.value(), StandardCharsets.UTF_8)).filter(text -> text.contains(id))).hasSize(1);
    }

    @Test
    void onlyWhoSignedHearsTheChallenge() {
        OutgoingWebhook verification = made("url_verification");
        String challenge = hub.read(new String(verification.body(), StandardCharsets.UTF_8)).path("challenge").asText();
        Hub.Answer answer = post(verification);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().get("content-type")).startsWith("text/plain");
        assertThat(answer.body()).isEqualTo(challenge);

        Map<String, String> unsigned = new HashMap<>(verification.headers());
        unsigned.put("X-Slack-Signature", "v0=" + "0".repeat(64));
        Hub.Answer refused = hub.callAs(null, "POST", verification.path(), verification.body(), unsigned);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).doesNotContain(challenge);
    }

    @Test
    void aProbeIsNoCommandAndNonsenseIsToldAtOnce() {
        sent("ssl_check");
        Hub.Answer usage = post(made("command", "text", "nonsense + %20 * ~"));
        assertThat(usage.status()).isEqualTo(200);
        assertThat(hub.read(usage.body()).path("response_type").asText()).isEqualTo("ephemeral");
        assertThat(effects("reply|")).isEmpty();
    }

    @Test
    void aDeadLetterIsReplayedByAnOperatorWhoSaysWhy() {
        String letter = deadLetter();
        sent("command", "text", "deadletters");
        JsonNode list = effect("reply|");
        assertThat(list.at("/blocks").findValuesAsText("value")).contains(letter);
        assertThat(list.toString()).as("what it holds is not shown").doesNotContain(id);

        sent("block_actions", "action", "hub_replay", "value", letter);
        JsonNode form = effect("view|");
        assertThat(form.path("callback_id").asText()).isEqualTo("hub_replay");
        String metadata = form.path("private_metadata").asText();

        Hub.Answer tooShort = post(made("view_submission", "text", "because", "metadata", metadata));
        assertThat(hub.read(tooShort.body()).at("/response_action").asText()).isEqualTo("errors");
        assertThat(hub.get("/api/v1/dead-letters/" + letter).path("state").asText()).isEqualTo("open");

        sent("view_submission", "text", "The field is there now", "metadata", metadata);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(hub.get("/api/v1/dead-letters/" + letter).path("state").asText()).isEqualTo("delivered"));
        assertThat(hub.get("/api/v1/dead-letters/" + letter).path("history").findValuesAsText("message"))
                .anyMatch(message -> message.startsWith("by slack/T000/U000ANA, bulk ") && message.endsWith(": The field is there now"));
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(effects("reply|")).anyMatch(effect -> effect.body().contains("salesforce")
                && !effect.body().contains("blocks")));
        assertThat(jdbc.queryForObject("select count(*) from dead_letter_job where asked_for like ?", Integer.class, "%" + letter + "%")).isEqualTo(1);
    }

    @Test
    void whoIsNoOperatorIsToldAndNothingHappens() {
        String letter = deadLetter();
        for (String[] who : new String[][] {{"user", "U000BOB", "team", "T000"}, {"user", "U000ANA", "team", "T0OTHER"}}) {
            hub.simulators().effects().reset();
            sent("command", "text", "deadletters", who[0], who[1], who[2], who[3]);
            assertThat(effect("reply|").path("text").asText()).contains(who[3] + '/' + who[1], "hub.chat.operators");
            sent("block_actions", "action", "hub_replay", "value", letter, who[0], who[1], who[2], who[3]);
            // A form that nobody was shown.
            OutgoingWebhook forged = sent("view_submission", "text", "Let me do that, please", "metadata", "{\"letter\":\"" + letter + "\"}", who[0], who[1], who[2], who[3]);
            hub.timeline(forged.eventId(), found -> found.path("steps").toString().contains("no address for a reply"));
            assertThat(effects("view|")).isEmpty();
        }
        assertThat(hub.get("/api/v1/dead-letters/" + letter).path("state").asText()).isEqualTo("open");
        assertThat(jdbc.queryForObject("select count(*) from dead_letter_job where asked_for like ?", Integer.class, "%" + letter + "%")).isZero();
    }

    @Test
    void aClickAfterTheTokenWasRevokedIsAcknowledgedAndKept() {
        String letter = deadLetter();
        hub.simulators().faults().set(SLACK, FaultSpec.error(200).withError("token_revoked").withPath("/api/views.open"));
        OutgoingWebhook click = sent("block_actions", "action", "hub_replay", "value", letter);
        JsonNode timeline = hub.timeline(click.eventId(), found -> found.toString().contains("token_revoked"));
        assertThat(timeline.toString()).contains("slack-replies");
        hub.simulators().faults().clear(SLACK);
        assertThat(effects("view|")).isEmpty();
    }

    @Test
    void aFormInAWorkspaceThatRemovedTheAppIsKeptAndSlackIsNotAsked() {
        String letter = deadLetter();
        // Slack's time of it is in whole seconds, and what is as old as the installation does not end it.
        await().atMost(Hub.SOON).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            sent("app_uninstalled");
            assertThat(hub.get("/api/v1/slack/installations").path("items").findValuesAsText("state")).containsExactly("uninstalled");
        });
        OutgoingWebhook click = sent("block_actions", "action", "hub_replay", "value", letter);
        JsonNode timeline = hub.timeline(click.eventId(), found -> found.toString().contains("app_uninstalled"));
        assertThat(timeline.toString()).contains("install it again").doesNotContain("xoxe");
        assertThat(effects("view|")).isEmpty();
        new SlackBrowser(hub).install("T000");
        sent("block_actions", "action", "hub_replay", "value", letter);
        effect("view|");
    }

    @Test
    void whatSlackHoldsBackIsAnAlert() {
        Bus bus = new Bus(brokers.address());
        Map<TopicPartition, Long> mark = bus.end("hub.events.system.health.degraded");
        sent("app_rate_limited", "team", "T" + Math.abs(id.hashCode()));
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(bus.since(mark)).anySatisfy(record ->
                assertThat(new String(record.value(), StandardCharsets.UTF_8)).contains("\"rate_limited\"", "T" + Math.abs(id.hashCode()))));
    }
}
