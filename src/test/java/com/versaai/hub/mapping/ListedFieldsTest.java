package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Fields;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mapping of every connector with every event: what a destination is sent is what its manifest lists, whatever an event knows of a person. */
class ListedFieldsTest {

    private static final Path FOLDER = Path.of("routes/connectors");
    private static final String[] SETTINGS = {"hub.alerts.mail-to[0]", "ops@versaai.example", "hub.slack.channels.ai", "#ai", "hub.crm.custom-fields", "true",
        "hub.crm.multi-currency", "true"};
    private static final Set<String> TOLD_OF_PEOPLE = Set.of("crm", "analytics", "mail", "chat", "alerts");
    /** In no mapping's words, so that whatever holds it has taken over more than it names. */
    private static final String MARK = "PRIVATE-7f3a";
    private static final Map<String, Object> PRIVATE = Map.of("phone", MARK, "mobilePhone", MARK, "address", Map.of("street", MARK, "city", MARK),
            "ip", MARK, "birthdate", MARK, "notes", MARK, "taxId", MARK, "a/b", MARK);
    private static final String EVERYWHERE = "\n) | if . == null or has(\"nothing\") then . else"
            + " .payload |= walk(if type == \"object\" then . + ($event.data"
            + " | {phone, mobilePhone, address, ip, birthdate, notes, taxId, \"a/b\": .[\"a/b\"]}) else . end) end";

    private record Mapping(String connector, String action, String file, Fields.OfAction fields) {

        @Override
        public String toString() {
            return connector + "/" + action;
        }
    }

    private static List<Mapping> mappings() throws IOException {
        Manifests manifests = new Manifests(FOLDER);
        manifests.refresh();
        List<Mapping> all = new ArrayList<>();
        for (Manifest manifest : manifests.all().values()) {
            if (!TOLD_OF_PEOPLE.contains(manifest.kind())) {
                continue;
            }
            Set<String> named = manifest.actions().keySet();
            named.forEach(action -> all.add(mapping(manifest, action)));
            try (Stream<Path> files = Files.list(FOLDER.resolve(manifest.name()))) {
                files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".jq") && !isInbound(manifest, file)
                                && named.stream().noneMatch(action -> manifest.mappingOf(action).equals(file)))
                        .forEach(file -> all.add(mapping(manifest, file.replace(".jq", ""))));
            }
        }
        return all;
    }

    private static boolean isInbound(Manifest manifest, String file) {
        return file.equals("inbound.jq") || manifest.inbound() != null && manifest.inbound().byDoor().values().stream()
                .anyMatch(door -> file.equals(door.mapping()) || file.equals(door.answer().mapping()));
    }

    private static Mapping mapping(Manifest manifest, String action) {
        return new Mapping(manifest.name(), action, manifest.mappingOf(action).replace(".jq", ""), Fields.NONE.of(manifest, manifest.name(), action));
    }

    private static Event full(Event event) {
        Map<String, Object> data = new HashMap<>(event.data());
        data.putAll(PRIVATE);
        return Fixtures.with(event, event.type(), event.subject(), event.time(), data);
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void theListIsThereAndHoldsWhatTheMappingMakes(Mapping mapping) {
        assertThat(mapping.fields().listed()).as("routes/connectors/%s/connector.yaml: actions.%s.fields, the list of what its payload may hold",
                mapping.connector(), mapping.action()).isNotEmpty();
        Mappings mappings = Fixtures.mappings(SETTINGS);
        for (Event event : Fixtures.events()) {
            Mappings.Answer asMapped = mappings.answer(mapping.connector(), mapping.file(), event);
            assertThat(mappings.answer(mapping.connector(), mapping.file(), event, mapping.fields())).as("%s of %s", mapping, event.type()).isEqualTo(asMapped);
        }
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void noMappingTakesOverWhatNobodyHasNamed(Mapping mapping) {
        Mappings mappings = Fixtures.mappings(SETTINGS);
        for (Event event : Fixtures.events()) {
            mappings.map(mapping.connector(), mapping.file(), full(event)).ifPresent(mapped ->
                    assertThat(mapped.key() + mapped.payload()).as("%s of %s", mapping, event.type()).doesNotContain(MARK));
        }
    }

    /** The counter-example: the same mappings by somebody who is careless in every object of the payload. */
    @ParameterizedTest
    @MethodSource("mappings")
    void aCarelessMappingSendsNoMore(Mapping mapping) throws IOException {
        String text = Files.readString(FOLDER.resolve(mapping.connector()).resolve(mapping.file() + ".jq"));
        Mappings careful = Fixtures.mappings(SETTINGS);
        Mappings careless = careful.with(Map.of(mapping.connector() + '/' + mapping.file() + ".jq", "(" + text + EVERYWHERE));
        int sent = 0;
        for (Event event : Fixtures.events()) {
            Event full = full(event);
            Mappings.Answer wanted = careful.answer(mapping.connector(), mapping.file(), full, mapping.fields());
            Mappings.Answer answer = careless.answer(mapping.connector(), mapping.file(), full, mapping.fields());
            assertThat(answer.mapped()).as("%s of %s", mapping, event.type()).isEqualTo(wanted.mapped());
            if (wanted.mapped() != null) {
                sent++;
                assertThat(careless.map(mapping.connector(), mapping.file(), full).orElseThrow().payload().toString()).as("it would").contains(MARK);
                assertThat(answer.why()).contains("does not list");
            }
        }
        assertThat(sent).as("fixtures that this is for").isPositive();
    }

    @Test
    void asksAllThatAreToldOfPeople() throws IOException {
        assertThat(mappings()).extracting(Mapping::connector).contains("salesforce", "hubspot", "pipedrive", "slack", "mail", "ga4", "mixpanel", "amplitude", "segment");
    }
}
