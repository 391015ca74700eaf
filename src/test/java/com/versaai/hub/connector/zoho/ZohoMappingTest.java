package com.versaai.hub.connector.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.mapping.Mappings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZohoMappingTest {

    private final ObjectMapper json = new ObjectMapper().findAndRegisterModules();
    private final Mappings mappings = Fixtures.mappings(Path.of("routes", "connectors"));

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private List<JsonNode> mapped(String body) {
        List<JsonNode> made = new ArrayList<>();
        mappings.ofRequest("zoho", "inbound", read(body), json.createObjectNode()).forEach(one -> one.forEach(made::add));
        return made;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ids\":[5725767000003000064]", "\"ids\":[]", "\"ids\":\"1\"", "\"ids\":[\"1\",\"../2\"]", "\"ids\":[\"1\",null]", "\"module\":\"../x\"",
        "\"module\":null", "\"server_time\":\"noon\"", "\"server_time\":null", "\"channel_id\":null"})
    void whatNamesNoRecordIsAFault(String changed) {
        String right = "{\"module\":\"Leads\",\"ids\":[\"1\",\"2\",\"1\"],\"server_time\":1718117126473,\"channel_id\":\"1\",\"operation\":\"insert\"}";
        assertThat(mapped(right)).hasSize(2);
        assertThat(mapped(right.replace("insert", "merge"))).as("another operation").isEmpty();
        String name = changed.substring(0, changed.indexOf(':'));
        assertThatThrownBy(() -> mapped(right.replaceFirst(name + ":(\\[[^]]*]|[^,}]+)", changed))).isInstanceOf(MappingException.class);
    }

    private Mapped map(String action, String fixture) throws IOException {
        Event event = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(Path.of("src/test/resources/fixtures/events", fixture + ".json").toFile(), Event.class);
        return mappings.map("zoho", action, event).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "lead         | user-registered        | Leads | ana.moreau@acme.example  | {\"First_Name\":\"Ana María\",\"Last_Name\":\"Moreau\",\"Email\":\"ana.moreau@acme.example\"}",
        "lead         | lead-created           | Leads | joao@loja.example        | {\"Last_Name\":\"João\",\"Email\":\"joao@loja.example\"}",
        "opportunity  | payment-processed      | Deals | pi_hub_1                 | {\"Deal_Name\":\"Pago pi_hub_1: $123.45\",\"Stage\":\"Closed Won\",\"Closing_Date\":\"2025-10-09\",\"Amount\":123.45}",
        "subscription | subscription-changed   | Deals | subscription:sub_hub_1   | {\"Stage\":\"Closed Won\",\"Closing_Date\":\"2025-10-09\"}",
        "subscription | trial-started          | Deals | subscription:cus_hub1    | {\"Stage\":\"Qualification\",\"Closing_Date\":\"2025-11-09\"}",
        "usage        | usage-threshold        | Deals | usage:cus_hub1:tokens    | {\"Deal_Name\":\"Uso de tokens al 92 % · cus_hub1\",\"Stage\":\"Qualification\",\"Closing_Date\":\"2025-11-08\"}",
        "ticket       | support-ticket-created | Cases | T-55                     | {\"Subject\":\"No puedo entrar\",\"Description\":\"Desde ayer\",\"Status\":\"New\",\"Case_Origin\":\"Web\"}"})
    void mapsEachEventToItsRecord(String action, String fixture, String object, String key, String fields) throws IOException {
        Mapped mapped = map(action, fixture);
        assertThat(mapped.object()).isEqualTo(object);
        assertThat(mapped.key()).isEqualTo(key);
        JsonNode made = read(mapped.payload().toString());
        read(fields).fields().forEachRemaining(field -> assertThat(made.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
        assertThat(made.fieldNames()).toIterable().doesNotContain("id", "Hub_Customer", "Currency");
    }

    @Test
    void aLeadNeedsAnAddressAndGetsANameFromIt() {
        Event event = Fixtures.events().stream().filter(one -> one.type().equals("lead.created")).findFirst().orElseThrow();
        Mapped mapped = mappings.map("zoho", "lead", Fixtures.with(event, event.type(), event.subject(), event.time(), java.util.Map.of("id", "7", "email", "ada@acme.example")))
                .orElseThrow();
        assertThat(mapped.payload().path("Last_Name").asText()).isEqualTo("ada@acme.example");
        assertThat(mapped.payload().path("Company").asText()).isNotBlank();
        assertThat(mappings.map("zoho", "lead", Fixtures.with(event, event.type(), event.subject(), event.time(), java.util.Map.of("id", "7", "email", "nope")))).isEmpty();
    }
}
