package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.event.Event;
import com.versaai.hub.support.HubTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Every event of samples/ causes what its file says. A change that is meant: write the file anew with {@code bin/hub sample}. */
@HubTest
class SamplesTest {

    @Autowired
    private Samples samples;
    @Autowired
    private ObjectMapper json;

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("samples"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void causeWhatTheySay(Path file) throws IOException {
        JsonNode sample = json.readTree(file.toFile());
        Event event = json.treeToValue(sample.path("event"), Event.class);

        JsonNode planned = json.readTree(json.writeValueAsBytes(samples.planned(event)));

        assertThat(planned.toPrettyString()).as(file + ", expected outcome").isEqualTo(sample.path("expect").toPrettyString());
    }
}
