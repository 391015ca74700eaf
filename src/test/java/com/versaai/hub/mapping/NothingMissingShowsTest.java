package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.versaai.hub.event.Event;
import com.versaai.hub.support.Senders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mapping of every connector, with each event, each field and each two fields of it missing in every way: nothing that is sent, no
 * text that people read, shows that something is missing, in either language.
 */
class NothingMissingShowsTest {

    private static final List<Mappings> MAPPINGS = Stream.of("es", "en", "es-ES").map(locale -> Fixtures.mappings("hub.texts.locale", locale,
            "hub.crm.custom-fields", "true", "hub.crm.multi-currency", "true", "hub.alerts.mail-to[0]", "ops@versaai.example")).toList();

    static Stream<String> files() throws IOException {
        try (Stream<Path> found = Files.walk(Path.of("routes/connectors"), 2)) {
            List<String> files = found.filter(p -> p.getNameCount() == 4 && p.toString().endsWith(".jq") && !Senders.mapsRequests(p))
                    .map(p -> p.getName(2) + "/" + p.getName(3).toString().replace(".jq", "")).sorted().toList();
            assertThat(files).contains("slack/subscription-changed", "slack/payment-important", "mail/system-alert", "ga4/track", "pipedrive/usage").hasSizeGreaterThanOrEqualTo(25);
            return files.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void whateverIsMissing(String file) {
        for (Event whole : Fixtures.events()) {
            List<String> fields = List.copyOf(whole.data().keySet());
            check(file, whole, Map.of());
            for (String one : fields) {
                for (Object nothing : Arrays.asList(null, "", "  ", Map.of(), List.of())) {
                    check(file, whole, without(whole, one, one, nothing));
                }
                fields.forEach(other -> check(file, whole, without(whole, one, other, null)));
                check(file, whole, Map.of(one, whole.data().get(one) == null ? "" : whole.data().get(one)));
            }
        }
    }

    private static Map<String, Object> without(Event event, String one, String other, Object nothing) {
        Map<String, Object> data = new HashMap<>(event.data());
        data.put(one, nothing);
        data.put(other, nothing);
        return data;
    }

    private static void check(String file, Event whole, Map<String, Object> data) {
        String[] name = file.split("/");
        for (String subject : new String[] {whole.subject(), null}) {
            Event event = Fixtures.with(whole, whole.type(), subject, whole.time(), data);
            for (Mappings mappings : MAPPINGS) {
                mappings.map(name[0], name[1], event).ifPresent(one -> texts(one.payload(), new ArrayList<>()).forEach(text -> assertThat(text)
                        .as("%s of %s with %s", file, whole.type(), data).isNotBlank().doesNotContain("—", "null", "undefined", "()", "( ", "  ", " )", ": :", "{", "[[")
                        .doesNotMatch("(?s).*( ·|:|→|,) *(\n.*|$)").doesNotMatch("(?s).*[(] *→.*")));
            }
        }
    }

    private static List<String> texts(JsonNode node, List<String> found) {
        assertThat(node.isNull()).as("a null is sent").isFalse();
        if (node.isTextual()) {
            found.add(node.textValue());
        }
        // JSON in a text, which nobody reads.
        node.fields().forEachRemaining(field -> texts(field.getKey().equals("private_metadata") ? MissingNode.getInstance() : field.getValue(), found));
        node.elements().forEachRemaining(child -> {
            if (node.isArray()) {
                texts(child, found);
            }
        });
        return found;
    }
}
