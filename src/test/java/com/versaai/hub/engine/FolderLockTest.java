package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class FolderLockTest {

    @TempDir
    private Path folder;

    @Test
    void isHeldByOneAndFreeAfterwards() {
        Path data = folder.resolve("a/kafka");
        FolderLock first = FolderLock.of(data);
        assertThatThrownBy(() -> FolderLock.of(data)).isInstanceOf(EngineStartException.class).hasMessageContaining(data.toString());
        first.close();
        FolderLock.of(data).close();
    }

    @Test
    void aSecondBrokerTouchesNothing() throws Exception {
        FolderLock running = FolderLock.of(folder);
        assertThatThrownBy(() -> EmbeddedKafka.start(new BusProperties.Embedded(true, 0, folder, null, DataSize.ofMegabytes(512))))
                .isInstanceOf(EngineStartException.class);
        running.close();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(".hub.lock");
        }
    }

    @Test
    void saysThatAFolderCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> FolderLock.of(file.resolve("kafka"))).isInstanceOf(UncheckedIOException.class).hasMessageContaining("cannot be written");
    }
}
