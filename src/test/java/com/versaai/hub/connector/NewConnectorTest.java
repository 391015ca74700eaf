package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.CommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What {@code bin/hub new-connector} writes keeps the contract as it is, and proves itself as its manifest says, whatever that is changed to. */
class NewConnectorTest extends SinkContract {

    private static final String MANIFEST = "routes/connectors/intercom/connector.yaml";

    @TempDir
    static Path root;

    @Override
    protected String connector() {
        return "intercom";
    }

    @Override
    protected Path root() {
        try {
            FileSystemUtils.copyRecursively(Path.of("bin"), root.resolve("bin"));
            Files.createDirectories(root.resolve("routes/connectors"));
            Path said = root.resolve("said.txt");
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "bin/hub", "new-connector", "intercom", "event", "https://api.intercom.io/v1/events")
                    .directory(root.toFile()).redirectErrorStream(true).redirectOutput(said.toFile());
            CommandLine.prepare(builder);
            Process command = builder.start();
            assertThat(command.waitFor()).as(Files.readString(said)).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return root;
    }

    @Override
    protected FarSide farSide() {
        return new StubbedFarSide(root.resolve("src/test/resources/connectors/intercom-event/stub.json"), Map.of("token", "intercom-sandbox"));
    }

    @Override
    protected Map<Ability, String> without() {
        return Map.of(Ability.TOKENS, "its access token does not expire");
    }

    @Test
    void anotherAuthenticationIsTheManifestsMatterAlone() throws Exception {
        Path manifest = root.resolve(MANIFEST);
        String before = Files.readString(manifest);
        assertThat(Files.readString(root.resolve("kamelets/intercom-event-sink.kamelet.yaml"))).doesNotContain("secrets", "Authorization", "token}}");
        try {
            Files.writeString(manifest, before.replace("authentication: bearer", "authentication: {scheme: header, header: X-Intercom-Key, setting: token}"));
            assertThat(hub.manifests().refresh()).as("the manifest is another").isTrue();
            assertThat(hub.manifests().problems()).isEmpty();
            hub.send("intercom-event-sink", "{\"type\":\"a\"}", Map.of());
            assertThat(far().arrived()).singleElement().asString().containsPattern("X-Intercom-Key\\W+intercom-sandbox").doesNotContain("Authorization");
        } finally {
            Files.writeString(manifest, before, StandardCharsets.UTF_8);
            hub.manifests().refresh();
        }
    }
}
