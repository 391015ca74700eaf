package com.versaai.hub.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

@ExtendWith(OutputCaptureExtension.class)
class DiskWatchTest {

    private static final long MB = 1 << 20;
    private static final Path BUS = Path.of("bus");
    private static final Path DATABASE = Path.of("database");

    private final Map<Path, Long> free = new ConcurrentHashMap<>();
    private long total = 100_000 * MB;
    private final DiskWatch disk = new DiskWatch(new DiskSettings(DataSize.ofMegabytes(2000), DataSize.ofMegabytes(500), Duration.ofSeconds(2)),
            List.of(BUS, DATABASE), this::measure);

    private DiskWatch.Space measure(Path folder) throws IOException {
        if (free.get(folder) < 0) {
            throw new IOException("gone");
        }
        return new DiskWatch.Space(free.get(folder) * MB, total);
    }

    @BeforeEach
    void enough() {
        look(50_000, 50_000);
        disk.serves(true);
    }

    private void look(long bus, long database) {
        free.put(BUS, bus);
        free.put(DATABASE, database);
        disk.look();
    }

    @Test
    void warnsOnceBeforeItIsFull(CapturedOutput log) {
        look(1999, 50_000);
        look(1500, 50_000);
        look(2010, 50_000);

        assertThat(log.getOut().split("less than hub.disk.warn-below", -1)).hasSize(2);
        assertThat(disk.refusal()).isEmpty();
        assertThat(disk.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void closesTheDoorsWhenTheFullerOfTheDisksIsAlmostFullAndOpensThemByItself(CapturedOutput log) {
        look(50_000, 499);

        assertThat(disk.refusal()).isPresent();
        assertThat(disk.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(disk.free()).isEqualTo(499 * MB);

        look(50_000, 510);
        assertThat(disk.refusal()).as("a little more than the limit would flap").isPresent();

        look(50_000, 551);
        assertThat(disk.refusal()).isEmpty();
        assertThat(log).contains("requests are taken again");

        look(50_000, 2300);
        assertThat(log).contains("2300 MB free at [bus, database] again");
    }

    @Test
    void takesSharesOfASmallDisk() {
        total = 4000 * MB;

        look(399, 4000);
        assertThat(disk.refusal()).isEmpty();
        look(199, 4000);
        assertThat(disk.refusal()).isPresent();
    }

    /** Starting and stopping have their own answer. */
    @Test
    void refusesNothingBeforeAndAfterItServes() {
        look(1, 1);
        disk.serves(false);

        assertThat(disk.refusal()).isEmpty();
    }

    @Test
    void keepsWhatItKnowsWhileADiskCannotBeAsked() {
        look(499, 499);
        look(-1, -1);

        assertThat(disk.refusal()).isPresent();
    }
}
