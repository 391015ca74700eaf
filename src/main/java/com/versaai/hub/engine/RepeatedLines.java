package com.versaai.hub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A logger for what an outage multiplies: the first line of a group is written at once, the rest of a minute is one line with
 * their number and the last id, and so on while it goes on. DEBUG has every line.
 *
 * <p>What a line says of one message is in the database too; the log is for noticing that something is wrong.
 */
public final class RepeatedLines {

    private static final Duration SILENCE = Duration.ofMinutes(1);
    /** Words of a group come from outside as well (codes); more groups than that are one. */
    private static final int MOST_GROUPS = 200;
    private static final String OTHERS = "others like these";

    private static final Collection<RepeatedLines> ALL = new ConcurrentLinkedQueue<>();
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "hub-repeated-lines");
        daemon.setDaemon(true);
        return daemon;
    });

    static {
        CLOCK.scheduleWithFixedDelay(() -> ALL.forEach(lines -> lines.tell(false)), 1, 1, TimeUnit.SECONDS);
    }

    private final Logger log;
    private final LongSupplier nanos;
    private final Map<String, Group> groups = new HashMap<>();

    RepeatedLines(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /** What {@code log} says; one for each logger, as long as the process runs, as the logger itself. */
    public static RepeatedLines to(Logger log) {
        RepeatedLines lines = new RepeatedLines(log, System::nanoTime);
        ALL.add(lines);
        return lines;
    }

    /** Writes every number that is not yet told: the hub stops. */
    static void tellAll() {
        ALL.forEach(lines -> lines.tell(true));
    }

    private static final class Group {
        private final Level level;
        private long since;
        private long more;
        private String last;

        Group(Level level, long since) {
            this.level = level;
            this.since = since;
        }
    }

    /**
     * @param group  what the line is one of, in words: they stand in the line with the number
     * @param id     names the one, so that the last of many can be looked at
     * @param format and its arguments: the whole line
     */
    public void warn(String group, String id, String format, Object... arguments) {
        say(Level.WARN, group, id, format, arguments);
    }

    /** The same, for what comes right by itself. */
    public void info(String group, String id, String format, Object... arguments) {
        say(Level.INFO, group, id, format, arguments);
    }

    private void say(Level level, String group, String id, String format, Object... arguments) {
        if (isFirst(level, group, id)) {
            log.atLevel(level).log(format, arguments);
        } else {
            log.debug(format, arguments);
        }
    }

    private synchronized boolean isFirst(Level level, String name, String id) {
        String group = groups.containsKey(name) || groups.size() < MOST_GROUPS ? name : OTHERS;
        Group known = groups.get(group);
        if (known == null) {
            groups.put(group, new Group(level, nanos.getAsLong()));
            return true;
        }
        known.more++;
        known.last = id;
        return false;
    }

    /** @param all whether those are told, too, whose minute is not over */
    void tell(boolean all) {
        record Line(Level level, long more, long seconds, String group, String last) {
        }
        List<Line> due = new ArrayList<>();
        synchronized (this) {
            long now = nanos.getAsLong();
            groups.entrySet().removeIf(entry -> {
                Group group = entry.getValue();
                long age = now - group.since;
                if (!all && age < SILENCE.toNanos()) {
                    return false;
                }
                if (group.more == 0) {
                    return true;
                }
                due.add(new Line(group.level, group.more, TimeUnit.NANOSECONDS.toSeconds(age), entry.getKey(), group.last));
                group.since = now;
                group.more = 0;
                return all;
            });
        }
        due.forEach(line -> log.atLevel(line.level).log("{} more in {} s: {}, the last {}", line.more, line.seconds, line.group, line.last));
    }
}
