package com.versaai.hub.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.slack.api.app_backend.SlackSignature;
import com.slack.api.app_backend.events.payload.AppRateLimitedPayload;
import com.slack.api.app_backend.events.payload.UrlVerificationPayload;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.slash_commands.SlashCommandPayloadParser;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.ssl_check.SSLCheckPayloadParser;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.app_backend.views.response.ViewSubmissionResponse;
import com.slack.api.util.json.GsonFactory;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.event.Event;
import com.versaai.hub.inbound.DoorBench;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.provider.SealedTexts;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.verification.Verdict;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Slack's three doors take, answer and make, with Slack's own library as the judge of what is sent and answered. */
class SlackDoorsTest {

    private static final String SECRET = "slack-signing-secret-sandbox";
    private static final String EVENTS = "slack/events";
    private static final String COMMANDS = "slack/commands";
    private static final String INTERACTIONS = "slack/interactions";
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private final DoorBench doors = new DoorBench(Path.of("routes", "connectors"), Duration.ofSeconds(20), "hub.provider.slack.webhook-secrets", SECRET);
    private final WebhookSender sender = new SlackWebhookSender(Clock.systemUTC());

    @AfterEach
    void close() {
        doors.close();
    }

    private OutgoingWebhook sent(String type, String... values) {
        Map<String, String> chosen = new HashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            chosen.put(values[i], values[i + 1]);
        }
        return sender.make(type, chosen, Map.of());
    }

    private static String door(OutgoingWebhook webhook) {
        return webhook.path().substring("/webhooks/".length());
    }

    private InboundMapping mapped(OutgoingWebhook webhook) {
        return doors.mapped(door(webhook), webhook.body(), NOW);
    }

    private Event event(String type, String... values) {
        InboundMapping mapping = mapped(sent(type, values));
        assertThat(mapping.events()).as(type + ": " + mapping.why()).hasSize(1);
        return mapping.events().get(0);
    }

    private Manifest.Answer answer(String type, String... values) {
        OutgoingWebhook webhook = sent(type, values);
        return doors.answer(door(webhook), webhook.body());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String field(OutgoingWebhook webhook, String name) {
        for (String pair : text(webhook.body()).split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError("no " + name);
    }

    @Test
    void slacksOwnVerifierAgreesWithTheDoorAndTheSimulator() {
        SlackSignature.Verifier official = new SlackSignature.Verifier(new SlackSignature.Generator(SECRET));
        for (String type : sender.types()) {
            OutgoingWebhook webhook = sent(type, "text", "a+b %20 * ~ Zoë & =");
            String time = webhook.headers().get("X-Slack-Request-Timestamp");
            assertThat(official.isValid(time, text(webhook.body()), webhook.headers().get("X-Slack-Signature"))).as(type).isTrue();
            assertThat(doors.verdict(door(webhook), webhook.headers(), webhook.body(), Instant.now())).as(type).isEqualTo(Verdict.OK);
            // Decoded and encoded again a form means the same and is another.
            byte[] other = utf8(text(webhook.body()).replace("%7E", "~").replace("*", "%2A"));
            assertThat(doors.verdict(door(webhook), webhook.headers(), other, Instant.now()).accepted())
                    .isEqualTo(official.isValid(time, text(other), webhook.headers().get("X-Slack-Signature")));
        }
    }

    @ParameterizedTest
    @CsvSource({"-290,true", "290,true", "-310,false", "310,false"})
    void staleAndFutureRequestsStayOutThoughSlacksVerifierTakesTheFuture(long offset, boolean taken) {
        OutgoingWebhook webhook = sent("message");
        assertThat(doors.verdict(EVENTS, webhook.headers(), webhook.body(), Instant.now().minusSeconds(offset)).accepted()).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"token\":\"unused\",\"challenge\":\"c-7f3a\",\"type\":\"url_verification\"}|ffc837ab3a25ae8c853c61e2bf8e1b8347377610216eea40cb55de920547dcae|slack/events",
        "token=unused&team_id=T0HUB&enterprise_id=&channel_id=C0HUB&user_id=U0HUB&command=%2Fhub&text=status+now%21&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT0HUB%2F1%2Fabc&trigger_id=1.2.3|08e051b35e7446b3a98c1ea1c3c97b76b8c9dd8c885737af3fb4dbe2efd2ff67|slack/commands"})
    void thePublishedVectorsGetIn(String body, String signature, String door) {
        try (DoorBench bench = new DoorBench(Path.of("routes", "connectors"), Duration.ofSeconds(20), "hub.provider.slack.webhook-secrets",
                "hub0slack0signing0secret00000001")) {
            assertThat(bench.verdict(door, Map.of("X-Slack-Request-Timestamp", "1760000000", "X-Slack-Signature", "v0=" + signature), utf8(body),
                    Instant.ofEpochSecond(1_760_000_000))).isEqualTo(Verdict.OK);
        }
    }

    @Test
    void theChallengeComesBackAsTextAndIsNoEvent() {
        UrlVerificationPayload official = GsonFactory.createSnakeCase().fromJson(text(sent("url_verification").body()), UrlVerificationPayload.class);
        byte[] body = utf8(GsonFactory.createSnakeCase().toJson(official));
        Manifest.Answer answer = doors.answer(EVENTS, body);
        assertThat(answer).isEqualTo(new Manifest.Answer(200, "text/plain", official.getChallenge()));
        assertThat(doors.mapped(EVENTS, body, NOW).outcome()).isEqualTo(InboundMapping.Outcome.IGNORED);
        // What is no text is not repeated.
        assertThat(doors.answer(EVENTS, utf8("{\"type\":\"url_verification\",\"challenge\":{\"a\":1}}")).body()).isNull();
    }

    @Test
    void aPersonsMessageIsOneEventHoweverOftenItComes() {
        OutgoingWebhook first = sent("message", "eventId", "Ev0SAME", "text", "hola\n*mundo*");
        OutgoingWebhook again = sent("message", "eventId", "Ev0SAME", "text", "hola\n*mundo*", "retry", "1");
        Event event = mapped(first).events().get(0);
        assertThat(event.type()).isEqualTo("slack.message.received");
        assertThat(event.source()).isEqualTo("/slack");
        assertThat(event.subject()).isEqualTo("C0GROWTH");
        assertThat(event.data()).containsEntry("text", "hola\n*mundo*").containsEntry("teamId", "T000").containsEntry("userId", "U000ANA");
        assertThat(mapped(again).events().get(0).id()).isEqualTo(event.id());
        assertThat(doors.words(EVENTS, again.body())).containsExactly("Ev0SAME", "message");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"message\",\"subtype\":\"bot_message\",\"bot_id\":\"B1\",\"text\":\"x\",\"channel\":\"C1\"}",
        "{\"type\":\"message\",\"bot_id\":\"B1\",\"user\":\"U1\",\"text\":\"x\",\"channel\":\"C1\"}",
        "{\"type\":\"message\",\"bot_profile\":{\"id\":\"B1\"},\"user\":\"U1\",\"text\":\"x\",\"channel\":\"C1\"}",
        "{\"type\":\"message\",\"subtype\":\"message_changed\",\"channel\":\"C1\",\"message\":{\"type\":\"message\",\"bot_id\":\"B1\",\"text\":\"y\"}}",
        "{\"type\":\"message\",\"subtype\":\"message_deleted\",\"channel\":\"C1\",\"previous_message\":{\"bot_id\":\"B1\"}}",
        "{\"type\":\"app_mention\",\"bot_id\":\"B1\",\"user\":\"U1\",\"text\":\"x\",\"channel\":\"C1\"}",
        "{\"type\":\"message\",\"user\":\"U0BOT\",\"text\":\"as its user\",\"channel\":\"C1\"}"})
    void whatABotSaysEndsHere(String event) {
        byte[] body = utf8("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event_id\":\"Ev1\",\"event_time\":1760000000,\"event\":" + event
                + ",\"authorizations\":[{\"team_id\":\"T1\",\"user_id\":\"U0BOT\",\"is_bot\":true}]}");
        assertThat(doors.mapped(EVENTS, body, NOW).outcome()).isEqualTo(InboundMapping.Outcome.IGNORED);
    }

    @ParameterizedTest
    @CsvSource({"app_mention", "member_joined_channel", "app_uninstalled", "tokens_revoked"})
    void whatHasNoTypeOfItsOwnIsKeptAsItCame(String type) {
        Event event = event(type);
        assertThat(event.type()).isEqualTo("slack.event.received");
        assertThat(event.data()).containsEntry("eventType", type).containsKey("event");
        assertThat(event.subject()).isNotBlank();
    }

    @Test
    void noTokenOfAnEventIsPassedOn() {
        byte[] body = utf8("{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event_id\":\"Ev1\",\"event_time\":1760000000,\"event\":{\"type\":\"function_executed\","
                + "\"bot_access_token\":\"xwfp-open-sesame\",\"inputs\":[{\"interactivity\":{\"secret\":\"open-sesame\",\"pointer\":\"p\"}}],\"tokens\":{\"bot\":[\"U1\"]}}}");
        Event event = doors.mapped(EVENTS, body, NOW).events().get(0);
        assertThat(event.toString()).doesNotContain("open-sesame").contains("U1", "pointer");
    }

    @Test
    void aLimitThatIsReachedIsAnAlert() {
        AppRateLimitedPayload official = GsonFactory.createSnakeCase().fromJson(text(sent("app_rate_limited").body()), AppRateLimitedPayload.class);
        assertThat(official.getTeamId()).isEqualTo("T000");
        Event event = event("app_rate_limited");
        assertThat(event.type()).isEqualTo("system.health.degraded");
        assertThat(event.data()).containsEntry("service", "slack").containsEntry("status", "rate_limited").containsKey("error");
        assertThat(event("app_rate_limited").id()).as("the same minute").isEqualTo(event.id());
    }

    @Test
    void aCommandIsReadAsSlacksParserReadsIt() {
        for (String said : List.of("status", "a+b", "a b", "100%", "%20", "*~-_.", "Zoë ✓ 🎉", "a&b=c", "  Status  now ", "line\nbreak", "\"quoted\"")) {
            OutgoingWebhook webhook = sent("command", "text", said, "command", "/hub");
            SlashCommandPayload official = new SlashCommandPayloadParser().parse(text(webhook.body()));
            InboundMapping mapping = mapped(webhook);
            Event event = mapping.events().get(0);
            assertThat(event.type()).isEqualTo("slack.command.invoked");
            assertThat(event.data()).containsEntry("text", official.getText()).containsEntry("command", official.getCommand())
                    .containsEntry("teamId", official.getTeamId()).containsEntry("userId", official.getUserId()).containsEntry("channelId", official.getChannelId())
                    .containsEntry("triggerId", official.getTriggerId());
            assertThat(official.getText()).isEqualTo(said);
        }
        assertThat(event("command", "text", "  Status  now ").data()).containsEntry("verb", "status");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"command=%2Fhub&text=a+b|a b", "command=%2Fhub&text=a%20b|a b", "command=%2Fhub&text=a%2Bb|a+b", "command=%2Fhub&text=*|*",
        "command=%2Fhub&text=%2A|*", "command=%2Fhub&text=~|~", "command=%2Fhub&text=%7E|~"})
    void everyWayToEncodeAFormMeansTheSame(String body, String said) {
        assertThat(doors.mapped(COMMANDS, utf8(body), NOW).events().get(0).data()).containsEntry("text", said);
        assertThat(new SlashCommandPayloadParser().parse(body).getText()).isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "command", "=x", "command=%2", "command=%zz", "command=%FF", "command=a&command=b", "command=%2Fhub&"})
    void whatIsNoFormIsRefused(String body) {
        assertThatThrownBy(() -> doors.words(COMMANDS, utf8(body))).isInstanceOf(MalformedBodyException.class);
    }

    @Test
    void aProbeIsAnsweredAndIsNoCommand() {
        OutgoingWebhook probe = sent("ssl_check");
        assertThat(new SSLCheckPayloadParser().parse(text(probe.body())).getSslCheck()).isEqualTo("1");
        assertThat(doors.answer(COMMANDS, probe.body())).isEqualTo(new Manifest.Answer(200, null, null, "command-answer.jq"));
        assertThat(mapped(probe).events()).isEmpty();
        assertThat(mapped(probe).outcome()).isEqualTo(InboundMapping.Outcome.IGNORED);
    }

    @Test
    void whoAsksForNothingThatThereIsIsToldAtOnce() throws Exception {
        assertThat(answer("command", "text", "status").body()).isNull();
        assertThat(answer("command", "text", "Deadletters please").body()).isNull();
        assertThat(answer("command", "command", "/other", "text", "x").body()).as("of another command the hub knows nothing").isNull();
        for (String nonsense : List.of("", "nonsense", "statusx")) {
            Manifest.Answer usage = answer("command", "text", nonsense);
            assertThat(usage.contentType()).isEqualTo("application/json");
            assertThat(new ObjectMapper().readTree(usage.body()).path("response_type").asText()).isEqualTo("ephemeral");
            assertThat(usage.body()).contains("/hub status");
        }
    }

    @Test
    void anAddressForRepliesIsNowhereInTheEvent() {
        OutgoingWebhook webhook = sent("command", "text", "status");
        String address = field(webhook, "response_url");
        Event event = mapped(webhook).events().get(0);
        String reply = String.valueOf(event.data().get("reply"));
        assertThat(event.toString()).doesNotContain(address).doesNotContain(address.replaceFirst(".*/", ""));
        SealedTexts seals = new SealedTexts(doors.environment);
        assertThat(seals.open("slack", reply)).contains(new SealedTexts.Opened(address, NOW.plus(Duration.ofMinutes(30))));
        assertThat(mapped(webhook).events().get(0)).as("the same again").isEqualTo(event);
        assertThat(seals.open("slack-eu", reply)).as("another account's").isEmpty();
    }

    @Test
    void aClickIsReadAsSlacksLibraryReadsIt() {
        OutgoingWebhook webhook = sent("block_actions", "action", "hub_replay", "value", "a-letter+1%20*~");
        BlockActionPayload official = GsonFactory.createSnakeCase().fromJson(field(webhook, "payload"), BlockActionPayload.class);
        Event event = mapped(webhook).events().get(0);
        assertThat(event.type()).isEqualTo("slack.interaction.received");
        assertThat(event.data()).containsEntry("kind", official.getType()).containsEntry("actionId", official.getActions().get(0).getActionId())
                .containsEntry("value", official.getActions().get(0).getValue()).containsEntry("letterId", official.getActions().get(0).getValue())
                .containsEntry("userId", official.getUser().getId()).containsEntry("userTeamId", official.getUser().getTeamId())
                .containsEntry("teamId", official.getTeam().getId()).containsEntry("channelId", official.getChannel().getId())
                .containsEntry("messageTs", official.getContainer().getMessageTs()).containsEntry("triggerId", official.getTriggerId());
        assertThat(event.toString()).doesNotContain(official.getResponseUrl());
    }

    @Test
    void whatTheLibraryWritesIsUnderstood() {
        ViewSubmissionPayload official = GsonFactory.createSnakeCase().fromJson(field(sent("view_submission", "text", "because it was mended", "metadata",
                "{\"letter\":\"l-1\",\"reply\":\"sealed.x\"}"), "payload"), ViewSubmissionPayload.class);
        byte[] body = utf8("payload=" + URLEncoder.encode(GsonFactory.createSnakeCase().toJson(official), StandardCharsets.UTF_8));
        Event event = doors.mapped(INTERACTIONS, body, NOW).events().get(0);
        assertThat(event.data()).containsEntry("letterId", "l-1").containsEntry("reply", "sealed.x").containsEntry("callbackId", "hub_replay")
                .doesNotContainKey("refused").doesNotContainKey("privateMetadata");
        assertThat(event.data().get("values")).isEqualTo(Map.of("why", Map.of("why", "because it was mended")));
        assertThat(doors.answer(INTERACTIONS, body).body()).as("the form closes").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "   short   "})
    void aFormWithoutAReasonGoesBackAndHasNoEffect(String why) {
        Manifest.Answer answer = answer("view_submission", "text", why);
        ViewSubmissionResponse official = GsonFactory.createSnakeCase().fromJson(answer.body(), ViewSubmissionResponse.class);
        assertThat(official.getResponseAction()).isEqualTo("errors");
        assertThat(official.getErrors()).containsOnlyKeys("why");
        assertThat(event("view_submission", "text", why).data()).containsEntry("refused", true);
        assertThat(answer("view_submission", "callback", "of_another_form", "text", why).body()).isNull();
    }

    @Test
    void optionsAreAnsweredAndEveryOtherKindIsAnEvent() {
        assertThat(answer("block_suggestion").body()).isEqualTo("{\"options\":[]}");
        assertThat(mapped(sent("block_suggestion")).events()).isEmpty();
        for (String kind : List.of("view_closed", "shortcut", "message_action")) {
            assertThat(event(kind).data()).containsEntry("kind", kind).containsKey("callbackId");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"payload", "payload=", "payload=%7B", "payload=nonsense", "other=1", "payload=%7B%7D&payload=%7B%7D"})
    void aPayloadThatIsNoJsonIsRefused(String body) {
        assertThatThrownBy(() -> doors.words(INTERACTIONS, utf8(body))).isInstanceOf(MalformedBodyException.class);
    }

    @Test
    void aHugePayloadIsReadOnceAndLeftAlone() {
        String huge = "x".repeat(700_000);
        OutgoingWebhook webhook = sent("view_submission", "text", huge);
        assertThat(doors.words(INTERACTIONS, webhook.body()).get(1)).isEqualTo("view_submission");
        assertThat(mapped(webhook).events()).hasSize(1);
        assertThat(doors.answer(INTERACTIONS, webhook.body()).status()).isEqualTo(200);
    }
}
