package com.versaai.hub.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What each mapping file makes of the first of the fixtures that it is for. */
public final class SamplePayloads {

    private static final Mappings MAPPINGS = Fixtures.mappings("hub.alerts.mail-to[0]", "ops@versaai.example", "hub.slack.channels.ai", "#growth");

    private SamplePayloads() {
    }

    /** @throws AssertionError where no fixture is for that action: write one */
    public static Mapped of(String connector, String action) {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/fixtures/events"))) {
            List<String> names = files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().toList();
            return names.stream().map(name -> MAPPINGS.map(connector, action, Fixtures.event(name))).flatMap(Optional::stream).findFirst()
                    .orElseThrow(() -> new AssertionError("no fixture is for " + connector + "/" + action));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
