package com.versaai.hub.health;

import com.versaai.hub.engine.RepeatedLines;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Notices that the process got no processor: a thread that wants to run twice a second comes seconds late. Time limits then pass without
 * anybody's fault, calls end in doubt and requests get 503; without this line the log shows only those.
 */
@Component
class Standstill implements DisposableBean {

    private static final Duration BEAT = Duration.ofMillis(500);
    /** Less happens on any laptop now and then, and harms nothing. */
    private static final Duration WORTH_A_LINE = Duration.ofSeconds(2);

    private final RepeatedLines lines;
    private final LongSupplier nanos;
    private final ScheduledExecutorService heart;
    private long last;

    @Autowired
    Standstill() {
        this(RepeatedLines.to(LoggerFactory.getLogger(Standstill.class)), System::nanoTime);
        heart.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    Standstill(RepeatedLines lines, LongSupplier nanos) {
        this.lines = lines;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "hub-standstill");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** To be called every {@link #BEAT}; tells by how much it was late. */
    void beat() {
        long now = nanos.getAsLong();
        Duration late = Duration.ofNanos(now - last).minus(BEAT);
        last = now;
        if (late.compareTo(WORTH_A_LINE) > 0) {
            lines.warn("standstills", late.toSeconds() + " s", "The hub stood still for {} s: the machine is overloaded or slept, the process was "
                    + "stopped or collects garbage. Requests are slow or get 503 meanwhile, and calls may end in doubt; it goes on by itself",
                    late.toSeconds());
        }
    }

    @Override
    public void destroy() {
        heart.shutdownNow();
    }
}
