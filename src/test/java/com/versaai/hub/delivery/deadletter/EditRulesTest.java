package com.versaai.hub.delivery.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.delivery.deadletter.EditRules.Editor;
import com.versaai.hub.gateway.ReservedSources;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Editor OPERATOR = new Editor("ops", false);
    private static final Editor FORGER = new Editor("forger", true);

    private final EditRules rules = new EditRules(new ReservedSources(List.of("/stripe", "/hub")));

    @ParameterizedTest
    @ValueSource(strings = {"{\"headers\":{},\"body\":\"AQ==\"}", "{}", "[]", "{\"headers\":{},\"body\":\"Ag==\"}"})
    void nothingOfASignedRequestIsChanged(String payload) throws Exception {
        JsonNode before = JSON.readTree("{\"headers\":{},\"body\":\"AQ==\"}");

        assertThatThrownBy(() -> rules.edited("inbox", before, JSON.readTree(payload), OPERATOR)).isInstanceOf(SignedPayloadException.class)
                .hasMessageContaining("signed");
    }

    @Test
    void whoChangesItAllTheSameIsNamedInIt() throws Exception {
        JsonNode before = JSON.readTree("{\"headers\":{\"hub-source\":\"stripe\"},\"body\":\"AQ==\"}");
        JsonNode forged = JSON.readTree("{\"headers\":{\"hub-source\":\"stripe\"},\"body\":\"Ag==\"}");

        JsonNode first = rules.edited("inbox", before, forged, FORGER);
        JsonNode second = rules.edited("inbox", first, forged, new Editor("other", true));
        JsonNode third = rules.edited("inbox", second, forged, FORGER);

        assertThat(first.at("/headers/hub-edited-by").asText()).isEqualTo("forger");
        assertThat(second.at("/headers/hub-edited-by").asText()).as("the earlier one stays").isEqualTo("forger, other");
        assertThat(third.at("/headers/hub-edited-by").asText()).isEqualTo("forger, other");
        assertThat(forged.at("/headers").has("hub-edited-by")).as("what was sent").isFalse();
    }

    @Test
    void theDataOfAnOwnEventCanBeMended() {
        JsonNode mended = event("/versaai").set("data", JSON.createObjectNode().put("amount", 2));

        JsonNode kept = rules.edited("routing", event("/versaai"), mended, OPERATOR);

        assertThat(kept.at("/data/amount").asInt()).isEqualTo(2);
        assertThat(kept.path("editedby").asText()).isEqualTo("ops");
    }

    @ParameterizedTest
    @CsvSource({"id, e2", "source, /other", "source, /stripe", "source, /Stripe/x", "source, 'a b'", "type, payment.refunded", "subject, somebody", "originid, evt_2",
        "time, 2026-01-01T00:00:00Z", "tenant, other", "editedby, nobody", "anything, else"})
    void whatAnEventIsAndWhoseIsNotChanged(String field, String value) {
        JsonNode changed = event("/versaai").put(field, value);

        assertThatThrownBy(() -> rules.edited("routing", event("/versaai"), changed, OPERATOR)).isInstanceOf(SignedPayloadException.class);
        assertThat(rules.edited("routing", event("/versaai"), changed, FORGER).path("editedby").asText()).endsWith("forger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stripe", "/stripe/connect", "/STRIPE", "/%73tripe", "/x/../stripe", "/./stripe/", "/hub"})
    void nothingOfAReservedSourcesEventIsChanged(String source) {
        JsonNode forged = event(source).set("data", JSON.createObjectNode().put("amount", 99_999_900));

        assertThatThrownBy(() -> rules.edited("routing", event(source), forged, OPERATOR)).isInstanceOf(SignedPayloadException.class);
        assertThat(rules.edited("routing", event(source), forged, FORGER).path("editedby").asText()).isEqualTo("forger");
    }

    @Test
    void theMarkCannotBeTakenAway() {
        JsonNode marked = rules.edited("routing", event("/stripe"), event("/stripe"), FORGER);

        JsonNode again = rules.edited("routing", marked, event("/stripe"), new Editor("other", true));

        assertThat(again.path("editedby").asText()).isEqualTo("forger, other");
    }

    @Test
    void thePayloadOfADeliveryIsTheOperators() {
        JsonNode payload = JSON.createObjectNode().put("LastName", "Lovelace");

        assertThat(rules.edited("salesforce", JSON.createObjectNode(), payload, OPERATOR)).isSameAs(payload);
    }

    private static ObjectNode event(String source) {
        ObjectNode event = JSON.createObjectNode().put("specversion", "1.0").put("id", "e1").put("source", source).put("type", "payment.processed")
                .put("subject", "u").put("time", "2026-01-05T10:00:00Z").put("originid", "o");
        event.set("data", JSON.createObjectNode().put("amount", 1));
        return event;
    }
}
