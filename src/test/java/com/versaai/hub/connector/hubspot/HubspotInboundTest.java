package com.versaai.hub.connector.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.mapping.Mappings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HubSpot's webhooks become, each with the fields that HubSpot's documentation gives its type. */
class HubspotInboundTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMON = "\"eventId\":7001,\"subscriptionId\":42,\"portalId\":99,\"appId\":5,\"occurredAt\":1760000000000,\"attemptNumber\":0,";

    private final Mappings mappings = Fixtures.mappings();

    private static ObjectNode event(String type, String more) {
        try {
            return (ObjectNode) JSON.readTree("{" + COMMON + "\"subscriptionType\":\"" + type + "\"" + (more.isEmpty() ? "" : ',' + more) + "}");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> map(Mappings by, JsonNode... events) {
        ArrayNode request = JSON.createArrayNode();
        request.addAll(List.of(events));
        return by.ofRequest("hubspot", "inbound", request, JSON.createObjectNode());
    }

    private JsonNode mapped(String type, String more) {
        List<JsonNode> made = map(mappings, event(type, more));
        assertThat(made).hasSize(1);
        return made.get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "contact.creation        | `\"objectId\":123,\"changeFlag\":\"NEW\"`                          | `\"object\":\"contact\",\"id\":\"123\",\"change\":\"created\"`",
        "company.deletion        | `\"objectId\":123`                                                  | `\"object\":\"company\",\"id\":\"123\",\"change\":\"deleted\"`",
        "contact.privacyDeletion | `\"objectId\":123`                                                  | `\"object\":\"contact\",\"id\":\"123\",\"change\":\"deleted\",\"privacy\":true`",
        "ticket.restore          | `\"objectId\":123`                                                  | `\"object\":\"ticket\",\"id\":\"123\",\"change\":\"restored\"`",
        "deal.propertyChange     | `\"objectId\":123,\"propertyName\":\"amount\",\"propertyValue\":\"1\"` | `\"object\":\"deal\",\"id\":\"123\",\"change\":\"updated\",\"fields\":[\"amount\"]`",
        "contact.merge           | `\"objectId\":1,\"primaryObjectId\":2,\"mergedObjectIds\":[3,4],\"newObjectId\":5,\"numberOfPropertiesMoved\":6` | `\"object\":\"contact\",\"id\":\"5\",\"change\":\"merged\",\"merged\":[\"3\",\"4\"]`",
        "contact.associationChange | `\"associationType\":\"CONTACT_TO_COMPANY\",\"fromObjectId\":7,\"toObjectId\":8,\"associationRemoved\":false` | `\"object\":\"contact\",\"id\":\"7\",\"change\":\"associated\",\"related\":\"8\",\"association\":\"CONTACT_TO_COMPANY\"`",
        "deal.associationChange  | `\"associationType\":\"DEAL_TO_CONTACT\",\"fromObjectId\":7,\"toObjectId\":8,\"associationRemoved\":true` | `\"object\":\"deal\",\"id\":\"7\",\"change\":\"dissociated\",\"related\":\"8\",\"association\":\"DEAL_TO_CONTACT\"`",
        "object.creation         | `\"objectId\":9,\"objectTypeId\":\"0-3\"`                            | `\"object\":\"deal\",\"id\":\"9\",\"change\":\"created\"`",
        "object.propertyChange   | `\"objectId\":9,\"objectTypeId\":\"2-4711\",\"propertyName\":\"size\"` | `\"object\":\"2-4711\",\"id\":\"9\",\"change\":\"updated\",\"fields\":[\"size\"]`",
        "object.associationChange | `\"fromObjectTypeId\":\"0-1\",\"fromObjectId\":9,\"toObjectId\":8`   | `\"object\":\"contact\",\"id\":\"9\",\"change\":\"associated\",\"related\":\"8\"`"})
    void eachTypeHasItsChange(String type, String more, String data) throws IOException {
        JsonNode event = mapped(type, more);
        assertThat(event.path("data")).isEqualTo(JSON.readTree("{\"crm\":\"hubspot\",\"portal\":\"99\"," + data + "}"));
        assertThat(event.path("type").asText()).isEqualTo("crm.record.changed");
        assertThat(event.path("tenant").asText()).isEqualTo("99");
        assertThat(event.path("time").asLong()).isEqualTo(1760000000000L);
        assertThat(event.path("subject").asText()).startsWith("hubspot-99-");
    }

    @Test
    void theKeyIsPortalSubscriptionObjectTimeAndEvent() {
        String id = mapped("contact.creation", "\"objectId\":123").path("id").asText();
        assertThat(id).isEqualTo("99-42-123-1760000000000-7001");
        assertThat(map(mappings, event("contact.creation", "\"objectId\":123").put("attemptNumber", 9)).get(0).path("id").asText()).as("sent again").isEqualTo(id);
        for (String part : List.of("portalId", "subscriptionId", "objectId", "occurredAt", "eventId")) {
            assertThat(map(mappings, event("contact.creation", "\"objectId\":123").put(part, 5L)).get(0).path("id").asText()).as(part).isNotEqualTo(id);
        }
    }

    @Test
    void aTypeThatNobodyKnowsCostsTheOthersNothing() {
        for (String unknown : List.of("conversation.newMessage", "contact.somethingNew", "event.completed", "creation", "")) {
            assertThat(map(mappings, event("contact.creation", "\"objectId\":1"), event(unknown, "\"objectId\":2"), event("deal.creation", "\"objectId\":3")))
                    .as(unknown).extracting(made -> made.at("/data/id").asText()).containsExactly("1", "3");
        }
        assertThat(map(mappings, event("conversation.creation", "\"objectId\":1"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"portalId", "objectId", "occurredAt", "eventId", "subscriptionType"})
    void whatHasNoKeyIsAFault(String missing) {
        ObjectNode event = event("contact.creation", "\"objectId\":1");
        event.remove(missing);
        assertThatThrownBy(() -> map(mappings, event)).isInstanceOf(MappingException.class);
    }

    @Test
    void aRequestIsAnArray() {
        assertThatThrownBy(() -> mappings.ofRequest("hubspot", "inbound", event("contact.creation", "\"objectId\":1"), JSON.createObjectNode()))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> map(mappings, JSON.createArrayNode())).isInstanceOf(MappingException.class);
    }

    @Test
    void aValueIsCarriedOnlyIfItsFieldIsListed() {
        String email = "\"objectId\":1,\"propertyName\":\"email\",\"propertyValue\":\"zoe@acme.example\"";
        String stage = "\"objectId\":1,\"propertyName\":\"dealstage\",\"propertyValue\":\"closedwon\"";
        assertThat(mapped("contact.propertyChange", email).toString()).contains("\"email\"").doesNotContain("zoe");
        Mappings listed = Fixtures.mappings("hub.crm.carried-fields[0]", "hubspot.deal.dealstage", "hub.crm.carried-fields[1]", "hubspot.deal.email");
        assertThat(map(listed, event("contact.propertyChange", email)).toString()).doesNotContain("zoe");
        assertThat(map(listed, event("deal.propertyChange", stage)).get(0).at("/data/values/dealstage").asText()).isEqualTo("closedwon");
        assertThat(map(listed, event("contact.propertyChange", stage)).get(0).at("/data").has("values")).isFalse();
    }

    @Test
    void whoHasWrittenIsSaidSoThatNobodyAnswersHimself() {
        String change = "\"objectId\":1,\"propertyName\":\"x\",";
        assertThat(mapped("deal.propertyChange", change + "\"changeSource\":\"INTEGRATION\",\"sourceId\":\"5\"").at("/data/own").asBoolean()).isTrue();
        for (String other : List.of("\"changeSource\":\"INTEGRATION\",\"sourceId\":\"6\"", "\"changeSource\":\"CRM_UI\",\"sourceId\":\"5\"", "\"changeSource\":\"INTEGRATION\"")) {
            assertThat(mapped("deal.propertyChange", change + other).at("/data").has("own")).as(other).isFalse();
        }
        JsonNode byHand = mapped("deal.propertyChange", change + "\"changeSource\":\"CRM_UI\",\"sourceId\":\"userId:7\"").path("data");
        assertThat(byHand.path("user").asText()).isEqualTo("7");
        assertThat(byHand.path("changeSource").asText()).isEqualTo("CRM_UI");
    }
}
