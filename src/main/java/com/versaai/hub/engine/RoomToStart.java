package com.versaai.hub.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that starts on a full disk ends the process with a fault in mapped memory, and a supervisor that starts it again has it end
 * again. So the start waits for room, and says so.
 */
final class RoomToStart {

    private static final Logger LOG = LoggerFactory.getLogger(RoomToStart.class);
    /** Recovery writes the indexes of the active segments anew, and the metadata log grows by some records. */
    static final long NEEDED = 32L << 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LOOKS_A_LINE = 60;

    private RoomToStart() {
    }

    /** Returns when the disk of the folder has room; the folder need not be there yet. */
    static void await(Path dataDir) {
        await(dataDir, () -> existing(dataDir).toFile().getUsableSpace(), BETWEEN_LOOKS);
    }

    /** @param free bytes */
    static void await(Path dataDir, LongSupplier free, Duration betweenLooks) {
        for (int looks = 0; ; looks++) {
            long bytes = free.getAsLong();
            if (bytes >= NEEDED) {
                if (looks > 0) {
                    LOG.info("There is room at {} again: the start goes on", dataDir);
                }
                return;
            }
            if (looks % LOOKS_A_LINE == 0) {
                LOG.warn("{} MB free at {}: the embedded Kafka needs {} MB to start. Make room; the start waits for it", bytes >> 20, dataDir,
                        NEEDED >> 20);
            }
            pause(betweenLooks);
        }
    }

    private static Path existing(Path folder) {
        Path found = folder;
        while (!found.toFile().exists() && found.getParent() != null) {
            found = found.getParent();
        }
        return found;
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the start waited for room on the disk");
        }
    }
}
