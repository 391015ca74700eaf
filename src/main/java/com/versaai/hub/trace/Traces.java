package com.versaai.hub.trace;

import com.versaai.hub.dryrun.Anonymous;
import com.versaai.hub.dryrun.Mask;
import com.versaai.hub.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Whose steps are noted, and those that were. */
final class Traces {

    /** Of a delivery's exchange: {@code <event>/<destination>/<action>}. */
    private static final String DELIVERY = "deliveryId";

    /** Asked at every step of every route. */
    private volatile Watch watch;
    private final TraceSettings settings;
    private final Supplier<Mask> masks;
    private final Clock clock;
    private final Deque<Trace> latest = new ArrayDeque<>();

    /** @param masks gives one by the secrets of the moment */
    Traces(TraceSettings settings, Supplier<Mask> masks, Clock clock) {
        this.settings = settings;
        this.masks = masks;
        this.clock = clock;
        this.watch = settings.routes().isEmpty() ? null : new Watch(Set.copyOf(settings.routes()), null, masks.get());
    }

    /** @param until null for no end */
    record Watch(Set<String> routes, Instant until, Mask mask) {
    }

    /** What is noted now; null for nothing. */
    Watch watch() {
        Watch now = watch;
        return now == null || now.until() != null && !clock.instant().isBefore(now.until()) ? null : now;
    }

    /** Notes the steps of these from now on, and of no others. */
    void watch(Set<String> routes, Duration time) {
        watch = routes.isEmpty() ? null : new Watch(new TreeSet<>(routes), clock.instant().plus(time), masks.get());
    }

    /** Where a step of {@code route} is to be noted; null for nowhere. */
    Trace of(Exchange exchange, String route) {
        if (watch == null) {
            return null;
        }
        Trace known = exchange.getProperty(Trace.PROPERTY, Trace.class);
        if (known != null) {
            return known;
        }
        Watch now = watch();
        if (now == null || !now.routes().contains(route)) {
            return null;
        }
        Trace begun = begun(exchange, route, now);
        if (begun != null) {
            exchange.setProperty(Trace.PROPERTY, begun);
            keep(begun);
        }
        return begun;
    }

    private Trace begun(Exchange exchange, String route, Watch now) {
        Shown shown = new Shown(new Anonymous(), now.mask());
        if (exchange.getMessage().getBody() instanceof Event event) {
            return new Trace(event.id(), event.originid(), event.type(), route, clock.instant(), shown);
        }
        String delivery = exchange.getProperty(DELIVERY, String.class);
        return delivery == null ? null : new Trace(delivery.replaceFirst("/.*", ""), null, null, route, clock.instant(), shown);
    }

    private synchronized void keep(Trace begun) {
        latest.addLast(begun);
        while (latest.size() > settings.events() || latest.size() > 1 && latest.stream().mapToLong(Trace::size).sum() > settings.memory()) {
            latest.removeFirst();
        }
    }

    /** Those of an event by the hub's id or the sender's, oldest first. */
    synchronized List<Trace> of(String event) {
        // Of deliveries the hub's id is all there is.
        Set<String> ids = new TreeSet<>(Set.of(event));
        latest.stream().filter(trace -> trace.isOf(event)).forEach(trace -> ids.add(trace.event));
        return latest.stream().filter(trace -> ids.stream().anyMatch(trace::isOf)).toList();
    }

    /** All, oldest first. */
    synchronized List<Trace> all() {
        return List.copyOf(latest);
    }
}
