package com.versaai.hub.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Looks after database file and disk, on threads of its own: neither may wait for routes, and a slow disk must not keep its own
 * free space from being seen.
 */
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    static final Duration COMPACT = Duration.ofMillis(250);
    static final Duration SYNC = Duration.ofMillis(500);
    private static final Duration SIZES = Duration.ofSeconds(20);

    private final DatabaseFile database;
    private final DiskWatch disk;
    private final Path busLog;
    private final ApplicationContext context;
    private final ApplicationAvailability availability;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3, work -> {
        Thread thread = new Thread(work, "hub-storage");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long busBytes;

    /** @param busLog the embedded broker's folder, null where there is none */
    Upkeep(DatabaseFile database, DiskWatch disk, Path busLog, Duration look, ApplicationContext context, ApplicationAvailability availability) {
        this.database = database;
        this.disk = disk;
        this.busLog = busLog;
        this.context = context;
        this.availability = availability;
        disk.look();
        every(look, this::look);
        if (database.exists()) {
            every(COMPACT, database::compact);
            every(SYNC, database::sync);
        }
        if (busLog != null) {
            every(SIZES, this::measure);
        }
    }

    private void every(Duration period, Runnable work) {
        threads.scheduleWithFixedDelay(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("Looking after the disk failed, it is tried again: {}", e.toString()); // a thrown exception would end it for good
            }
        }, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        disk.look();
        ReadinessState wanted = disk.full() ? ReadinessState.REFUSING_TRAFFIC : ReadinessState.ACCEPTING_TRAFFIC;
        if (disk.serving() && availability.getReadinessState() != wanted) {
            AvailabilityChangeEvent.publish(context, wanted);
        }
    }

    private void measure() {
        try (Stream<Path> files = Files.walk(busLog)) {
            busBytes = files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("A file of {} went away while it was measured", busLog, e); // segments are deleted at any time
        }
    }

    long busBytes() {
        return busBytes;
    }

    @EventListener
    void on(ApplicationReadyEvent ready) {
        disk.serves(true);
    }

    @EventListener
    void on(ContextClosedEvent closed) {
        disk.serves(false);
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(5, TimeUnit.SECONDS);
    }
}
