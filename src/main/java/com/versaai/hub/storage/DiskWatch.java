package com.versaai.hub.storage;

import com.versaai.hub.gateway.Admission;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.util.unit.DataSize;

/**
 * Free space under the embedded engines. Below the first limit it warns, once; below the second the doors close, because Kafka
 * ends its process and H2 closes its file when a write fails. They open by themselves when there is room again.
 */
final class DiskWatch implements HealthIndicator, Admission {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final String FULL = "The hub's disk is full; nothing was accepted. Send it again later.";

    private final DiskSettings settings;
    private final List<Path> folders;
    private final Measure measure;
    private volatile Level level = Level.ENOUGH;
    private volatile Space space = new Space(Long.MAX_VALUE, Long.MAX_VALUE);
    private volatile boolean serving;

    DiskWatch(DiskSettings settings, List<Path> folders) {
        this(settings, folders, DiskWatch::of);
    }

    DiskWatch(DiskSettings settings, List<Path> folders, Measure measure) {
        this.settings = settings;
        this.folders = folders;
        this.measure = measure;
    }

    private enum Level { ENOUGH, LOW, FULL }

    /** Bytes of a disk. */
    record Space(long free, long total) {
    }

    /** How much room there is at a place. */
    interface Measure {
        Space at(Path folder) throws IOException;
    }

    /** Looks at the fullest of the disks. */
    synchronized void look() {
        for (int i = 0; i < folders.size(); i++) {
            try {
                Space found = measure.at(folders.get(i));
                if (i == 0 || found.free < space.free) {
                    space = found;
                }
            } catch (IOException e) {
                LOG.debug("No free space to be had of {}", folders.get(i), e); // the engines say what is wrong with it
            }
        }
        Level before = level;
        level = level();
        if (level != before) {
            tell(before);
        }
    }

    /** A door that has closed opens a little later than it closed, or it would flap. */
    private Level level() {
        long stop = settings.stopBelow(space.total);
        long warn = settings.warnBelow(space.total);
        if (space.free < (level == Level.FULL ? stop + stop / 10 : stop)) {
            return Level.FULL;
        }
        return space.free < (level == Level.ENOUGH ? warn : warn + warn / 10) ? Level.LOW : Level.ENOUGH;
    }

    private void tell(Level before) {
        switch (level) {
            case FULL -> LOG.error("{} free at {}, less than hub.disk.stop-below: requests get 503, what was accepted is worked on. Make room; the hub "
                    + "goes on by itself", size(space.free), folders);
            case LOW -> {
                if (before == Level.FULL) {
                    LOG.warn("{} free at {}: requests are taken again. That is still little", size(space.free), folders);
                } else {
                    LOG.warn("{} free at {}, less than hub.disk.warn-below: make room, or lower hub.database.max-size, hub.delivery.history and "
                            + "hub.bus.embedded.topic-max-size. Below {} the hub takes nothing new", size(space.free), folders,
                            size(settings.stopBelow(space.total)));
                }
            }
            case ENOUGH -> LOG.info("{} free at {} again", size(space.free), folders);
        }
    }

    /** From when the hub is ready until it stops; otherwise the doors have their own reason. */
    void serves(boolean nowServing) {
        serving = nowServing;
    }

    boolean full() {
        return level == Level.FULL;
    }

    boolean serving() {
        return serving;
    }

    /** Free bytes as last seen. */
    long free() {
        return space.free;
    }

    @Override
    public Optional<String> refusal() {
        return serving && full() ? Optional.of(FULL) : Optional.empty();
    }

    @Override
    public Health health() {
        Health.Builder health = full() ? Health.outOfService() : Health.up();
        return health.withDetail("free", space.free).withDetail("total", space.total)
                .withDetail("warnBelow", settings.warnBelow(space.total)).withDetail("stopBelow", settings.stopBelow(space.total)).build();
    }

    private static String size(long bytes) {
        return DataSize.ofBytes(bytes).toMegabytes() + " MB";
    }

    private static Space of(Path folder) throws IOException {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        FileStore disk = Files.getFileStore(there);
        return new Space(disk.getUsableSpace(), disk.getTotalSpace());
    }
}
