package com.versaai.hub.connector.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.slack.api.methods.response.chat.ChatDeleteResponse;
import com.slack.api.methods.response.chat.ChatPostEphemeralResponse;
import com.slack.api.methods.response.chat.ChatUpdateResponse;
import com.slack.api.model.User;
import com.slack.api.util.json.GsonFactory;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kamelets of Slack besides posting, against a Slack that knows which messages, members and channels there are. */
class SlackOperationsTest {

    private static final SimulatedProvider SLACK = SimulatedProvider.of("slack").orElseThrow();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Simulators simulators = new Simulators(0).start();
    private ConnectorHarness hub;
    private String channel;
    private String ts;

    @BeforeEach
    void post() throws Exception {
        hub = new ConnectorHarness();
        SLACK.settings("http://localhost:" + simulators.port()).forEach((name, value) -> {
            if (!name.contains(".webhooks.")) {
                hub.environment.setProperty(name, value);
            }
        });
        JsonNode posted = answer(hub.send("slack-message-sink", "{\"channel\":\"#growth\",\"text\":\"first\"}", Map.of()));
        channel = posted.path("channel").asText();
        ts = posted.path("ts").asText();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        simulators.close();
    }

    @Test
    void changesAMessageAndDeletesIt() throws Exception {
        Exchange updated = hub.send("slack-update-sink", message("update", "second"), Map.of());
        assertThat(sdk(updated, ChatUpdateResponse.class).getTs()).isEqualTo(ts);
        Exchange deleted = hub.send("slack-delete-sink", message("delete", ""), Map.of());
        assertThat(sdk(deleted, ChatDeleteResponse.class).isOk()).isTrue();
        assertThat(simulators.effects().find(SLACK, "update|" + ts)).isPresent();
        assertThat(simulators.effects().find(SLACK, "delete|" + ts)).isPresent();

        Fault gone = hub.fault("slack", hub.send("slack-update-sink", message("update", "third"), Map.of()));
        assertThat(gone).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "message_not_found");
    }

    @Test
    void theSameReactionTwiceIsOne() {
        assertThat(hub.send("slack-reaction-sink", reaction("white_check_mark"), Map.of()).getException()).isNull();
        assertThat(hub.send("slack-reaction-sink", reaction("white_check_mark"), Map.of()).getException()).isNull();
        assertThat(simulators.effects().find(SLACK, "reaction|" + ts + "|white_check_mark").orElseThrow().effects()).isEqualTo(1);
    }

    @Test
    void tellsOneUserOnly() {
        Exchange told = hub.send("slack-ephemeral-sink", "{\"channel\":\"#growth\",\"user\":\"U000ANA\",\"text\":\"psst\"}", Map.of());
        assertThat(sdk(told, ChatPostEphemeralResponse.class).getMessageTs()).isNotBlank();
        Fault stranger = hub.fault("slack", hub.send("slack-ephemeral-sink", "{\"channel\":\"#growth\",\"user\":\"U000EVE\",\"text\":\"psst\"}", Map.of()));
        assertThat(stranger).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "user_not_in_channel");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "slack-update-sink|{\"channel\":\"#growth\",\"ts\":\"1760000000.000001\",\"text\":\"x\"}|channel",
        "slack-update-sink|{\"channel\":\"C0GROWTH\",\"ts\":1760000000.000001,\"text\":\"x\"}|ts",
        "slack-update-sink|{\"channel\":\"C0GROWTH\",\"ts\":\"1760000000.000001\"}|text",
        "slack-delete-sink|{\"channel\":\"C0GROWTH\"}|ts",
        "slack-reaction-sink|{\"channel\":\"C0GROWTH\",\"timestamp\":\"1760000000.000001\",\"name\":\":tada:\"}|name",
        "slack-ephemeral-sink|{\"channel\":\"#growth\",\"user\":\"ana\",\"text\":\"x\"}|user",
        "slack-user-action|{\"email\":\"nobody\"}|email", "slack-channel-action|{\"name\":\"a b\"}|name", "slack-update-sink|[]|object"})
    void refusesWhatSlackWouldBeforeSending(String kamelet, String body, String field) {
        long before = arrived();
        Fault fault = hub.fault("slack", hub.send(kamelet, body, Map.of()));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_message");
        assertThat(fault.message()).contains(field);
        assertThat(arrived()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"slack-update-sink", "slack-delete-sink", "slack-reaction-sink"})
    void whatIsNoAnswerOfSlacksIsInDoubt(String kamelet) {
        simulators.faults().set(SLACK, FaultSpec.of(FaultSpec.Kind.HTML).withStatus(200));
        Fault fault = hub.fault("slack", hub.send(kamelet, kamelet.contains("reaction") ? reaction("tada") : message("any", "x"), Map.of()));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
    }

    @Test
    void findsAMemberOnceAndRemembersThatSomebodyIsNone() throws Exception {
        for (String email : new String[] {"ana@acme.example", "Ana@acme.example"}) {
            Exchange found = hub.send("slack-user-action", "{\"email\":\"" + email + "\"}", Map.of());
            assertThat(found.getException()).isNull();
            assertThat(GsonFactory.createSnakeCase().fromJson(found.getMessage().getBody(String.class), User.class).getId()).isEqualTo("U000ANA");
        }
        assertThat(calls("users.lookupByEmail")).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            Fault nobody = hub.fault("slack", hub.send("slack-user-action", "{\"email\":\"eve@acme.example\"}", Map.of()));
            assertThat(nobody).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "users_not_found");
            assertThat(nobody.message()).doesNotContain("eve");
        }
        assertThat(calls("users.lookupByEmail")).isEqualTo(2);
    }

    @Test
    void findsAChannelOnALaterPageOnce() throws Exception {
        for (String name : new String[] {"#support", "support"}) {
            Exchange found = hub.send("slack-channel-action", "{\"name\":\"" + name + "\"}", Map.of());
            assertThat(answer(found).path("id").asText()).isEqualTo("C0SUPPORT");
        }
        assertThat(calls("conversations.list")).as("pages of two").isEqualTo(3);
        Fault none = hub.fault("slack", hub.send("slack-channel-action", "{\"name\":\"nowhere\"}", Map.of()));
        assertThat(none).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "channel_not_found");
    }

    private long calls(String method) {
        return simulators.wireMock().getAllServeEvents().stream().filter(event -> event.getRequest().getUrl().contains(method)).count();
    }

    private long arrived() {
        return simulators.wireMock().getAllServeEvents().size();
    }

    private String message(String what, String text) {
        return JSON.createObjectNode().put("channel", channel).put("ts", ts).put("text", text.isEmpty() ? what : text).toString();
    }

    private String reaction(String name) {
        return JSON.createObjectNode().put("channel", channel).put("timestamp", ts).put("name", name).toString();
    }

    private static <T> T sdk(Exchange done, Class<T> type) {
        assertThat(done.getException()).isNull();
        return GsonFactory.createSnakeCase().fromJson(done.getMessage().getBody(String.class), type);
    }

    private static JsonNode answer(Exchange done) throws Exception {
        assertThat(done.getException()).isNull();
        return JSON.readTree(done.getMessage().getBody(byte[].class));
    }
}
