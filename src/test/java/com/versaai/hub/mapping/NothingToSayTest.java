package com.versaai.hub.mapping;

import static com.versaai.hub.mapping.Fixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an event does not say is not sent to a CRM: the field keeps what an earlier event, or somebody in sales, has written there. */
class NothingToSayTest {

    private static final Mappings MAPPINGS = Fixtures.mappings("hub.crm.custom-fields", "true", "hub.crm.multi-currency", "true");

    /** Every mapping that names an object to be upserted: those of CRMs, whoever adds one. */
    static Stream<String> crmFiles() throws IOException {
        try (Stream<Path> found = Files.walk(Path.of("routes/connectors"), 2)) {
            List<String> files = found.filter(p -> p.getNameCount() == 4 && p.toString().endsWith(".jq")).filter(NothingToSayTest::upserts)
                    .map(p -> p.getName(2) + "/" + p.getName(3).toString().replace(".jq", "")).sorted().toList();
            assertThat(files).contains("salesforce/subscription", "hubspot/subscription", "pipedrive/subscription", "salesforce/usage", "hubspot/opportunity").hasSizeGreaterThanOrEqualTo(15);
            return files.stream();
        }
    }

    private static boolean upserts(Path file) {
        try {
            return Files.readString(file).contains("object: \"");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> events() throws IOException {
        try (Stream<Path> found = Files.list(Path.of("src/test/resources/fixtures/events"))) {
            return found.map(p -> p.getFileName().toString().replace(".json", "")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("crmFiles")
    void noFieldIsSentWithoutAValue(String file) throws IOException {
        for (String name : events()) {
            Event whole = event(name);
            check(file, whole);
            check(file, Fixtures.with(whole, whole.type(), whole.subject(), whole.time(), Map.of()));
            for (String field : whole.data().keySet()) {
                for (Object nothing : new Object[] {null, "", " ", Map.of(), List.of()}) {
                    check(file, event(name, field, nothing));
                }
                check(file, Fixtures.with(whole, whole.type(), whole.subject(), whole.time(), Collections.singletonMap(field, whole.data().get(field))));
                Map<String, Object> nulls = new HashMap<>();
                whole.data().keySet().forEach(one -> nulls.put(one, null));
                check(file, Fixtures.with(whole, whole.type(), whole.subject(), whole.time(), nulls));
            }
        }
    }

    private static void check(String file, Event event) {
        String[] name = file.split("/");
        Optional<Mapped> mapped = MAPPINGS.map(name[0], name[1], event);
        mapped.ifPresent(one -> one.payload().properties().forEach(field -> {
            JsonNode value = field.getValue();
            assertThat(value.isNull() || value.isContainerNode() && value.isEmpty()).as("%s %s of %s", file, field, event).isFalse();
            if (value.isTextual()) {
                assertThat(value.textValue()).as("%s %s of %s", file, field.getKey(), event).isNotBlank().doesNotContain("—", "null", "  ");
            }
        }));
    }

    @ParameterizedTest
    @CsvSource({"salesforce, Description, Name", "hubspot, description, dealname"})
    void aRenewalSaysNothingOfTheStatus(String crm, String description, String name) {
        for (String fixture : List.of("subscription-renewed", "trial-started")) {
            JsonNode payload = MAPPINGS.map(crm, "subscription", event(fixture)).orElseThrow().payload();
            assertThat(payload.has(description)).as(fixture).isFalse();
            assertThat(payload.path(name).asText()).isEqualTo("Suscripción pro · cus_hub1");
        }
        JsonNode known = MAPPINGS.map(crm, "subscription", event("subscription-renewed", "status", "active")).orElseThrow().payload();
        assertThat(known.path(description).asText()).isEqualTo("Estado: active");
        JsonNode nameless = MAPPINGS.map(crm, "subscription", event("subscription-renewed", "plan", null)).orElseThrow().payload();
        assertThat(nameless.path(name).asText()).isEqualTo("Suscripción · cus_hub1");
    }

    @Test
    void whatIsKnownIsSaidAsBefore() {
        JsonNode changed = MAPPINGS.map("salesforce", "subscription", event("subscription-changed")).orElseThrow().payload();
        assertThat(changed.path("Description").asText()).isEqualTo("Estado: trialing → active (updated)");
        JsonNode usage = MAPPINGS.map("hubspot", "usage", event("usage-threshold", "limit", null)).orElseThrow().payload();
        assertThat(usage.has("description")).isFalse();
        assertThat(usage.path("dealname").asText()).isEqualTo("Límite de tokens cerca · cus_hub1");
        assertThat(MAPPINGS.map("hubspot", "opportunity", event("payment-processed", "amount", null)).orElseThrow().payload().path("dealname").asText()).isEqualTo("Pago pi_hub_1");
    }
}
