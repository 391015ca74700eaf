package com.versaai.hub.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A finding as the contract has it, and as a build log shows it. */
class FindingTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void hasTheFieldsOfTheContract() {
        JsonNode error = json.valueToTree(Finding.error("topic", Place.in("routes/A.java", 7).ofRoute("a"), "wrong", "mend it"));
        JsonNode warning = json.valueToTree(Finding.warning("topic", Place.NOWHERE, "wrong", "mend it"));

        assertThat(error.toString()).isEqualTo("{\"rule\":\"topic\",\"severity\":\"error\",\"file\":\"routes/A.java\",\"line\":7,\"routeId\":\"a\","
                + "\"message\":\"wrong\",\"hint\":\"mend it\"}");
        assertThat(names(warning)).containsExactly("rule", "severity", "message", "hint");
        assertThat(warning.path("severity").asText()).isEqualTo("warning");
    }

    @Test
    void beginsWithFileAndLine() {
        assertThat(Finding.error("topic", Place.in("routes/A.java", 7).ofRoute("a"), "wrong", "mend it"))
                .hasToString("routes/A.java:7 [topic] a: wrong -> mend it");
        assertThat(Finding.error("topic", Place.NOWHERE, "wrong", "mend it")).hasToString("[topic] wrong -> mend it");
    }

    private static Stream<String> names(JsonNode node) {
        Iterable<String> names = node::fieldNames;
        return StreamSupport.stream(names.spliterator(), false);
    }
}
