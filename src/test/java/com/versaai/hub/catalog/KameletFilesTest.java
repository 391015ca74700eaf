package com.versaai.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.catalog.Catalog.Parameter;
import com.versaai.hub.catalog.KameletFiles.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KameletFilesTest {

    private static final String KAMELET = """
            metadata: {name: demo-sink, labels: {camel.apache.org/kamelet.type: sink}}
            spec:
              definition:
                title: Demo Sink
                description: Calls the demo.
                required: [token]
                properties:
                  token: {title: Token, type: string, format: password, default: s3cret}
                  key: {title: Key, type: string, default: s3cret, x-descriptors: ["urn:camel:group:credentials"]}
                  timeout: {title: Timeout, description: Milliseconds., type: integer, default: 2000}
            """;

    @TempDir
    Path folder;

    @Test
    void readsParametersAndTellsNoSecret() throws IOException {
        Files.writeString(folder.resolve("demo-sink.kamelet.yaml"), KAMELET);
        assertThat(KameletFiles.at("file:" + folder)).containsExactly(new Head("demo-sink", "sink", "Demo Sink", "Calls the demo.", List.of(
                new Parameter("token", "Token", "string", true, null, null, true),
                new Parameter("key", "Key", "string", false, null, null, true),
                new Parameter("timeout", "Timeout", "integer", false, "2000", "Milliseconds.", false))));
    }

    @Test
    void aFileThatIsBeingEditedHidesNoOther() throws IOException {
        Files.writeString(folder.resolve("demo-sink.kamelet.yaml"), KAMELET);
        Files.writeString(folder.resolve("broken-sink.kamelet.yaml"), "spec: [");
        Files.writeString(folder.resolve("empty-sink.kamelet.yaml"), "");
        assertThat(KameletFiles.at("file:" + folder + "/, classpath:nowhere")).extracting(Head::name).containsExactly("broken-sink", "demo-sink", "empty-sink");
    }

    @Test
    void aFolderThatIsNotThereHoldsNone() {
        assertThat(KameletFiles.at("file:" + folder.resolve("gone"))).isEmpty();
        assertThat(KameletFiles.at(null)).isEmpty();
    }
}
