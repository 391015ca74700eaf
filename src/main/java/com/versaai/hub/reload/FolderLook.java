package com.versaai.hub.reload;

import com.versaai.hub.reload.SourceFolders.Stamp;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks at the folders again and again, and reloads once what changed has come to rest: a file being written is not read half. */
final class FolderLook implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FolderLook.class);
    /** After a failure. */
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final SourceFolders folders;
    private final LiveRoutes routes;
    private final Duration period;
    private volatile Thread thread;
    private Map<String, Stamp> taken;
    private Map<String, Stamp> last;
    /** Why the folders could not be read at the last look, null when they could. */
    private String unseen;

    FolderLook(SourceFolders folders, LiveRoutes routes, Duration period) {
        this.folders = folders;
        this.routes = routes;
        this.period = period;
    }

    /** What is on disk now is what was loaded. */
    void loaded(Map<String, Stamp> stamps) {
        taken = stamps;
        last = stamps;
        Thread looking = new Thread(this::run, "hub-routes");
        looking.setDaemon(true);
        thread = looking;
        looking.start();
    }

    private void run() {
        while (thread == Thread.currentThread()) {
            try {
                Thread.sleep(period.toMillis());
                look();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("The route folders could not be looked at; what runs runs on: {}", e.toString(), e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AGAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Map<String, Stamp> now = seen();
        if (now == null) {
            return;
        }
        boolean rests = now.equals(last);
        last = now;
        if (rests && !now.equals(taken)) {
            Map<String, Stamp> before = taken;
            taken = now;
            try {
                routes.reload();
            } catch (RuntimeException e) {
                taken = before; // Kafka is away, perhaps: what is new is looked at again
                throw e;
            }
        }
        routes.rest(QUIET);
    }

    /** Null while a folder is not there or not readable. That is told once, not with every look, and what runs runs on. */
    Map<String, Stamp> seen() {
        try {
            Map<String, Stamp> now = folders.look();
            if (unseen != null) {
                LOG.info("The route folders can be read again");
                unseen = null;
            }
            return now;
        } catch (UncheckedIOException e) {
            String reason = e.getCause().toString();
            if (!reason.equals(unseen)) {
                LOG.error("The route folders cannot be read; what runs runs on: {}", reason);
                unseen = reason;
            }
            return null;
        }
    }

    @Override
    public void start() {
        // begins when the routes are loaded
    }

    /** Before Camel stops: a reload must not start what is being stopped. */
    @Override
    public void stop() {
        Thread looking = thread;
        thread = null;
        if (looking != null) {
            looking.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
