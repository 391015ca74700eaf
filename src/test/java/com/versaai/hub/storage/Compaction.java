package com.versaai.hub.storage;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A database file looked after as in the hub, without the hub. */
public final class Compaction implements AutoCloseable {

    private final DatabaseFile file;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

    private Compaction(DatabaseFile file) {
        this.file = file;
        threads.scheduleWithFixedDelay(file::compact, 0, Upkeep.COMPACT.toMillis(), TimeUnit.MILLISECONDS);
        threads.scheduleWithFixedDelay(file::sync, 0, Upkeep.SYNC.toMillis(), TimeUnit.MILLISECONDS);
    }

    public static Compaction of(DataSource database, String url) {
        return new Compaction(DatabaseFile.of(database, url));
    }

    public long rows() {
        return file.rows();
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }
}
