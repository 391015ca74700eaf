package com.versaai.hub.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.methods.response.conversations.ConversationsHistoryResponse;
import com.slack.api.methods.response.views.ViewsOpenResponse;
import com.slack.api.model.Message;
import com.slack.api.model.block.Blocks;
import com.slack.api.model.block.composition.BlockCompositions;
import com.versaai.hub.sandbox.Effects;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackSimulatorTest {

    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();
    private static final Map<String, String> BOT = Web.json("Bearer xoxb-sandbox");
    private static Simulators simulators;

    @BeforeAll
    static void start() {
        simulators = new Simulators(0).start();
    }

    @AfterAll
    static void stop() {
        simulators.close();
    }

    @BeforeEach
    void reset() {
        simulators.reset();
    }

    private static Web.Reply post(String json) {
        return Web.post(simulators.url(SLACK) + "/api/chat.postMessage", BOT, json);
    }

    private static Web.Reply hook(String path, String body) {
        return Web.post(simulators.url(SLACK) + "/services/" + path, Web.JSON, body);
    }

    @Test
    void officialClientPostsAMessage() throws Exception {
        ChatPostMessageResponse answer = client("xoxb-sandbox").chatPostMessage(r -> r.channel("#revenue").text("💰 Pago importante")
                .blocks(List.of(Blocks.section(s -> s.text(BlockCompositions.markdownText("*Pago* importante"))))));
        assertThat(answer.isOk()).isTrue();
        assertThat(answer.getTs()).matches("\\d{10}\\.\\d{6}");
        assertThat(answer.getMessage().getText()).isEqualTo("💰 Pago importante");
        assertThat(simulators.effects().of(SLACK)).singleElement().satisfies(effect -> {
            assertThat(effect.key()).startsWith("#revenue|");
            assertThat(effect.body()).contains("Pago").doesNotContain("xoxb");
        });
    }

    /** Each a workspace's first call of its method: the limit is one a minute. */
    @Test
    void officialClientReadsAHistoryAndAThread() throws Exception {
        try (Simulators own = new Simulators(SimulatorSettings.onPort(0).withOptions(Map.of("slack-history", List.of("1", "15")))).start()) {
            SlackConfig config = new SlackConfig();
            config.setMethodsEndpointUrlPrefix(own.url(SLACK) + "/api/");
            config.getMethodsConfig().setStatsEnabled(false);
            MethodsClient bot = Slack.getInstance(config).methods("xoxb-sandbox");
            MethodsClient ana = Slack.getInstance(config).methods("xoxp-sandbox");
            String first = ana.chatPostMessage(r -> r.channel("#growth").text("question")).getTs();
            String reply = ana.chatPostMessage(r -> r.channel("#growth").text("answer").threadTs(first)).getTs();
            for (int i = 0; i < 15; i++) {
                ana.chatPostMessage(r -> r.channel("#revenue").text("other channel"));
            }
            String last = bot.chatPostMessage(r -> r.channel("#growth").text("of a bot")).getTs();
            ConversationsHistoryResponse history = bot.conversationsHistory(r -> r.channel("C0GROWTH").limit(100));
            assertThat(history.isOk()).as(history.getError()).isTrue();
            assertThat(history.isHasMore()).isFalse();
            assertThat(history.getMessages()).extracting(Message::getTs).as("the newest first, no replies").containsExactly(last, first);
            assertThat(history.getMessages().get(0).getBotId()).isEqualTo("B000");
            assertThat(history.getMessages().get(1).getReplyCount()).isEqualTo(1);
            assertThat(history.getMessages().get(1).getLatestReply()).isEqualTo(reply);
            assertThat(history.getMessages().get(1).getUser()).isEqualTo("U000ANA");
            assertThat(bot.conversationsReplies(r -> r.channel("C0GROWTH").ts(first).oldest(first)).getMessages()).extracting(Message::getTs).containsExactly(first, reply);
            assertThatThrownBy(() -> bot.conversationsHistory(r -> r.channel("C0GROWTH"))).isInstanceOfSatisfying(SlackApiException.class, limited -> {
                assertThat(limited.getResponse().code()).isEqualTo(429);
                assertThat(Integer.parseInt(limited.getResponse().header("Retry-After"))).isBetween(50, 60);
            });
        }
    }

    @Test
    void aHistoryHasBoundsAndPages() throws Exception {
        try (Simulators own = new Simulators(SimulatorSettings.onPort(0).withOptions(Map.of("slack-channel-rate", List.of("0"), "slack-history", List.of("1", "2")))).start()) {
            SlackConfig config = new SlackConfig();
            config.setMethodsEndpointUrlPrefix(own.url(SLACK) + "/api/");
            MethodsClient bot = Slack.getInstance(config).methods("xoxb-sandbox");
            List<String> ts = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ts.add(bot.chatPostMessage(r -> r.channel("#growth").text("x")).getTs());
            }
            ConversationsHistoryResponse page = bot.conversationsHistory(r -> r.channel("C0GROWTH").oldest(ts.get(0)).latest(ts.get(4)));
            assertThat(page.getMessages()).extracting(Message::getTs).as("without the bounds, two at a time").containsExactly(ts.get(3), ts.get(2));
            assertThat(page.isHasMore()).isTrue();
            String cursor = page.getResponseMetadata().getNextCursor();
            page = bot.conversationsHistory(r -> r.channel("C0GROWTH").oldest(ts.get(0)).latest(ts.get(4)).cursor(cursor));
            assertThat(page.getMessages()).extracting(Message::getTs).containsExactly(ts.get(1));
            assertThat(page.isHasMore()).isFalse();
            page = bot.conversationsHistory(r -> r.channel("C0GROWTH").oldest(ts.get(3)).latest(ts.get(4)).inclusive(true));
            assertThat(page.getMessages()).hasSize(2);
            assertThat(bot.conversationsHistory(r -> r.channel("C0PRIVATE")).getError()).isEqualTo("not_in_channel");
            assertThat(bot.conversationsHistory(r -> r.channel("C0NOWHERE")).getError()).isEqualTo("channel_not_found");
            assertThat(bot.conversationsHistory(r -> r.channel("C0GROWTH").cursor("made up")).getError()).isEqualTo("invalid_cursor");
            assertThat(bot.conversationsHistory(r -> r.channel("C0GROWTH").limit(1000)).getError()).isEqualTo("invalid_limit");
            assertThat(bot.conversationsHistory(r -> r.channel("C0GROWTH").oldest("yesterday")).getError()).isEqualTo("invalid_ts_oldest");
            assertThat(bot.conversationsReplies(r -> r.channel("C0GROWTH").ts("1.000001")).getError()).isEqualTo("thread_not_found");
        }
    }

    @Test
    void officialClientSeesErrors() throws Exception {
        assertThat(client("xoxb-sandbox").chatPostMessage(r -> r.channel("#nowhere").text("x")).getError()).isEqualTo("channel_not_found");
        assertThat(client("xoxb-wrong").chatPostMessage(r -> r.channel("#growth").text("x")).getError()).isEqualTo("invalid_auth");
        assertThat(client("xoxb-sandbox").authTest(r -> r).getTeamId()).isEqualTo("T000");
        assertThat(simulators.effects().count(SLACK)).isZero();
        assertThat(simulators.effects().refused(SLACK)).as("the client asks auth.test by itself too").isGreaterThanOrEqualTo(2);
    }

    private static MethodsClient client(String token) {
        SlackConfig config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(simulators.url(SLACK) + "/api/");
        return Slack.getInstance(config).methods(token);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "{\"text\":\"x\"}; invalid_arguments",
            "{\"channel\":\"#growth\"}; no_text",
            "{\"channel\":\"archived\",\"text\":\"x\"}; is_archived",
            "{\"channel\":\"private\",\"text\":\"x\"}; not_in_channel",
            "{\"channel\":\"#growth\",\"text\":\"x\",\"blocks\":[{\"type\":\"nonsense\"}]}; invalid_blocks",
            "{\"channel\":\"#growth\",\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"\"}}]}; invalid_blocks",
            "{\"channel\":\"#growth\",\"text\":\"x\",\"blocks\":\"[]\"}; invalid_blocks_format",
            "{\"channel\":\"#growth\",\"text\":\"x\",\"attachments\":{}}; invalid_attachments",
            "{\"channel\":\"#growth\",\"text\":\"x\",\"thread_ts\":\"17.5\"}; cannot_reply_to_message",
            "[1]; json_not_object", "{; invalid_json"})
    void refusesWithOkFalse(String body, String error) {
        Web.Reply reply = post(body);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("ok").asBoolean()).isFalse();
        assertThat(reply.json().get("error").asText()).isEqualTo(error);
    }

    @Test
    void enforcesLimits() {
        assertThat(post("{\"channel\":\"#growth\",\"text\":\"" + "x".repeat(40_001) + "\"}").body()).contains("msg_too_long");
        String block = "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"%s\"}}";
        String over50 = String.join(",", java.util.Collections.nCopies(51, block.formatted("x")));
        assertThat(post("{\"channel\":\"#growth\",\"blocks\":[" + over50 + "]}").body()).contains("invalid_blocks");
        assertThat(post("{\"channel\":\"#growth\",\"blocks\":[" + block.formatted("x".repeat(3001)) + "]}").body()).contains("invalid_blocks");
        String big = String.join(",", java.util.Collections.nCopies(5, block.formatted("x".repeat(2900))));
        assertThat(post("{\"channel\":\"#growth\",\"blocks\":[" + big + "]}").body()).contains("msg_blocks_too_long");
        assertThat(post("{\"channel\":\"#growth\",\"blocks\":[" + block.formatted("x".repeat(3000)) + "]}").body()).contains("\"ok\":true");
    }

    @Test
    void authIsChecked() {
        String url = simulators.url(SLACK) + "/api/chat.postMessage";
        assertThat(Web.post(url, Web.JSON, "{\"channel\":\"#growth\",\"text\":\"x\"}").body()).contains("not_authed");
        assertThat(Web.post(url, Web.JSON, "{\"token\":\"xoxb-sandbox\",\"channel\":\"#growth\",\"text\":\"x\"}").body()).contains("not_authed");
        assertThat(Web.post(simulators.url(SLACK) + "/api/chat.nonsense", BOT, "{}").body()).contains("unknown_method");
    }

    private static Web.Reply replyTo(String address, String body) {
        return Web.post(address.replace("https://hooks.slack.com", simulators.url(SLACK)), Web.JSON, body);
    }

    @Test
    void anAddressForRepliesIsGoodFiveTimesInHalfAnHour() {
        String address = SlackTickets.replyAddress(Instant.now());
        for (int i = 0; i < 5; i++) {
            assertThat(replyTo(address, "{\"text\":\"hola\"}").body()).isEqualTo("ok");
        }
        Web.Reply sixth = replyTo(address, "{\"text\":\"hola\"}");
        assertThat(sixth.status()).isEqualTo(404);
        assertThat(sixth.body()).contains("used_url");
        assertThat(replyTo(SlackTickets.replyAddress(Instant.now().minusSeconds(1_801)), "{\"text\":\"hola\"}").body()).contains("expired_url");
        assertThat(simulators.effects().count(SLACK)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"{; invalid_payload", "[]; invalid_payload", "{}; no_text", "{\"text\":\"x\",\"blocks\":[{\"type\":\"nonsense\"}]}; invalid_blocks"})
    void aReplyIsCheckedAndCostsNoUse(String body, String error) {
        String address = SlackTickets.replyAddress(Instant.now());
        for (int i = 0; i < 6; i++) {
            assertThat(replyTo(address, body).body()).contains(error);
        }
        assertThat(replyTo(address, "{\"delete_original\":true}").body()).isEqualTo("ok");
    }

    @Test
    void nobodyMakesUpAnAddress() {
        String address = SlackTickets.replyAddress(Instant.now());
        assertThat(replyTo(address.substring(0, address.length() - 1) + 'x', "{\"text\":\"x\"}").status()).isEqualTo(404);
        assertThat(replyTo(address.replace("T000", "T999"), "{\"text\":\"x\"}").body()).contains("no_team");
        assertThat(replyTo("https://hooks.slack.com/commands/T000/1", "{\"text\":\"x\"}").body()).contains("no_service");
        assertThat(simulators.effects().count(SLACK)).isZero();
    }

    @Test
    void officialClientOpensAFormOnce() throws Exception {
        String form = "{\"type\":\"modal\",\"callback_id\":\"c\",\"title\":{\"type\":\"plain_text\",\"text\":\"T\"},\"submit\":{\"type\":\"plain_text\",\"text\":\"S\"},"
                + "\"blocks\":[{\"type\":\"input\",\"block_id\":\"b\",\"label\":{\"type\":\"plain_text\",\"text\":\"L\"},\"element\":{\"type\":\"plain_text_input\",\"action_id\":\"a\"}}]}";
        String trigger = SlackTickets.made(Instant.now());
        ViewsOpenResponse opened = client("xoxb-sandbox").viewsOpen(r -> r.triggerId(trigger).viewAsString(form));
        assertThat(opened.isOk()).as(opened.getError()).isTrue();
        assertThat(opened.getView().getCallbackId()).isEqualTo("c");
        assertThat(client("xoxb-sandbox").viewsOpen(r -> r.triggerId(trigger).viewAsString(form)).getError()).isEqualTo("exchanged_trigger_id");
        assertThat(client("xoxb-sandbox").viewsOpen(r -> r.triggerId(SlackTickets.made(Instant.now().minusSeconds(4))).viewAsString(form)).getError())
                .isEqualTo("expired_trigger_id");
        assertThat(client("xoxb-sandbox").viewsOpen(r -> r.triggerId("1.2.3").viewAsString(form)).getError()).isEqualTo("invalid_trigger_id");
        for (String wrong : List.of(form.replace("modal", "home"), form.replace("\"text\":\"T\"", "\"text\":\"" + "T".repeat(25) + '"'), form.replace("\"submit\"", "\"other\""),
                form.replaceFirst("\"blocks\":.*", "\"blocks\":[]}"))) {
            assertThat(client("xoxb-sandbox").viewsOpen(r -> r.triggerId(SlackTickets.made(Instant.now())).viewAsString(wrong)).getError()).isEqualTo("invalid_arguments");
        }
        assertThat(simulators.effects().of(SLACK)).singleElement().satisfies(effect -> assertThat(effect.key()).startsWith("view|"));
    }

    @Test
    void warnsOfAMissingCharset() {
        Web.Reply reply = Web.post(simulators.url(SLACK) + "/api/chat.postMessage",
                Map.of("Content-Type", "application/json", "Authorization", "Bearer xoxb-sandbox"), "{\"channel\":\"C0GROWTH\",\"text\":\"x\"}");
        assertThat(reply.json().get("ok").asBoolean()).isTrue();
        assertThat(reply.json().get("warning").asText()).isEqualTo("missing_charset");
    }

    @Test
    void webhookTakesAMessageAndCountsRepeats() {
        assertThat(hook("T000/B000/growth", "{\"text\":\"hola\"}").body()).isEqualTo("ok");
        assertThat(hook("T000/B000/growth", "{\"text\":\"hola\"}").status()).isEqualTo(200);
        Effects.Effect effect = simulators.effects().containing(SLACK, "hola").get(0);
        assertThat(effect.effects()).isEqualTo(2);
        assertThat(effect.requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "T999/B000/growth; {\"text\":\"x\"}; 404; no_team", "T000/B999/growth; {\"text\":\"x\"}; 404; no_service",
            "T000/B000/nowhere; {\"text\":\"x\"}; 404; channel_not_found", "T000/B000/archived; {\"text\":\"x\"}; 410; channel_is_archived",
            "T000/B000/private; {\"text\":\"x\"}; 403; action_prohibited", "T000/B000/growth; {; 400; invalid_payload",
            "T000/B000/growth; {}; 400; no_text", "T000/B000/growth; {\"blocks\":[{\"type\":\"x\"}]}; 400; invalid_blocks"})
    void webhookRefusesInPlainText(String path, String body, int status, String word) {
        Web.Reply reply = hook(path, body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo(word);
    }

    @Test
    void survivesHostileInput() {
        assertThat(post("[".repeat(100_000)).body()).contains("invalid_json");
        assertThat(hook("T000/B000/..%2Fgrowth", "{}").status()).isEqualTo(404);
        assertThat(Web.post(simulators.url(SLACK) + "/api/auth.test", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "token=%25zz&=&&x").body()).contains("invalid_auth");
        assertThat(Web.post(simulators.url(SLACK) + "/", BOT, "").status()).isEqualTo(404);
    }
}
