package com.versaai.hub.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is being waited for, without a thread: bounded in number, per address, and in bytes of memory. Whoever comes when it is full
 * gets in, and the one that has taken longest goes: an honest sender is done within a round trip or two, one that dribbles never is.
 */
final class SlowRequests {

    private final int most;
    private final int mostPerAddress;
    private final long mostBytes;

    /** In the order they came. */
    private final Set<SlowExchange> all = new LinkedHashSet<>();
    private final Map<String, Set<SlowExchange>> byAddress = new HashMap<>();
    private long bytes;
    private long evicted;

    SlowRequests(int most, int mostPerAddress, long mostBytes) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
        this.mostBytes = mostBytes;
    }

    /** Lets one in; not to be called with an exchange's lock held, for it may end others. */
    void enter(SlowExchange exchange) {
        synchronized (this) {
            all.add(exchange);
            byAddress.computeIfAbsent(exchange.address(), address -> new LinkedHashSet<>()).add(exchange);
        }
        makeRoom();
    }

    /** @param change bytes that the exchange holds more, or less, than before */
    synchronized void weigh(SlowExchange exchange, int change) {
        if (all.contains(exchange)) {
            exchange.held += change;
            bytes += change;
        }
    }

    /** Ends the oldest until all bounds hold; not to be called with an exchange's lock held. */
    void makeRoom() {
        for (SlowExchange oldest : tooMany()) {
            oldest.makeRoom();
        }
    }

    /** Ends all of them. */
    void endAll() {
        List<SlowExchange> going;
        synchronized (this) {
            going = new ArrayList<>(all);
        }
        going.forEach(SlowExchange::makeRoom);
    }

    private synchronized List<SlowExchange> tooMany() {
        List<SlowExchange> going = new ArrayList<>(1);
        for (Set<SlowExchange> ofOne : new ArrayList<>(byAddress.values())) {
            while (ofOne.size() > mostPerAddress) {
                going.add(take(ofOne));
            }
        }
        while (all.size() > most || bytes > mostBytes && !all.isEmpty()) {
            going.add(take(all));
        }
        evicted += going.size();
        return going;
    }

    private SlowExchange take(Set<SlowExchange> from) {
        Iterator<SlowExchange> order = from.iterator();
        SlowExchange oldest = order.next();
        leave(oldest);
        return oldest;
    }

    synchronized void leave(SlowExchange exchange) {
        if (all.remove(exchange)) {
            bytes -= exchange.held;
            Set<SlowExchange> ofOne = byAddress.get(exchange.address());
            ofOne.remove(exchange);
            if (ofOne.isEmpty()) {
                byAddress.remove(exchange.address());
            }
        }
    }

    synchronized int count() {
        return all.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    /** How many had to go for others so far. */
    synchronized long evicted() {
        return evicted;
    }
}
