package com.versaai.hub.gateway;

import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Ends connections that take too long, where Tomcat's own timeouts begin anew with every byte: headers that drip in, answers that drip
 * out. And keeps room for others: nobody who only holds connections gets all of them.
 * <p>Looks at Tomcat's connections from outside, while they are in use: what it reads may be half a second old, which is why it acts
 * on what lasts for seconds only. Closing is safe at any time, Tomcat's own clock does the same.
 */
final class Connections {

    private final Duration headerTimeout;
    private final Duration answerTimeout;
    private final GatewaySettings.Slow slow;
    private final AtomicLong closed = new AtomicLong();

    /** Connections that were waiting to write at every look since. */
    private Map<SocketWrapperBase<?>, Long> writing = new IdentityHashMap<>();

    /** Connections that were waiting for headers at the last look, and since when. */
    private Map<SocketWrapperBase<?>, Long> asking = new IdentityHashMap<>();

    Connections(Duration headerTimeout, Duration answerTimeout, GatewaySettings.Slow slow) {
        this.headerTimeout = headerTimeout;
        this.answerTimeout = answerTimeout;
        this.slow = slow;
    }

    /** A connection that waits for something. */
    private record Waiting(SocketWrapperBase<?> connection, long sinceNanos) {
    }

    /** Not from two threads at once. */
    void look(Collection<SocketWrapperBase<NioChannel>> open, int most) {
        long now = System.nanoTime();
        Map<SocketWrapperBase<?>, Long> stillAsking = new IdentityHashMap<>();
        List<SocketWrapperBase<NioChannel>> idle = new ArrayList<>();
        Map<SocketWrapperBase<?>, Long> stillWriting = new IdentityHashMap<>();
        for (SocketWrapperBase<NioChannel> connection : open) {
            if (((NioSocketWrapper) connection).interestOpsHas(SelectionKey.OP_WRITE)) {
                stillWriting.put(connection, writing.getOrDefault(connection, now));
            } else if (connection.getCurrentProcessor() instanceof Http11Processor processor) {
                // A processor that is at work is taken from its connection; this one waits, for headers if for nothing else.
                if (!processor.isAsync()) {
                    stillAsking.put(connection, processor.getRequest().getStartTimeNanos());
                }
            } else if (connection.getCurrentProcessor() == null && ((NioSocketWrapper) connection).interestOpsHas(SelectionKey.OP_READ)) {
                idle.add(connection);
            }
        }
        writing = stillWriting;
        writing.forEach((connection, since) -> {
            if (now - since > answerTimeout.toNanos()) {
                close(connection);
            }
        });
        // The same twice: a processor may have been seen at the moment when it took up, or gave back, another request.
        List<Waiting> heads = new ArrayList<>();
        stillAsking.forEach((connection, since) -> {
            if (since.equals(asking.get(connection))) {
                heads.add(new Waiting(connection, since));
            }
        });
        asking = stillAsking;
        closeHeads(heads, now);
        if (open.size() > most / 4 * 3) {
            closeIdle(idle, open.size() - most / 2);
        }
    }

    private void closeHeads(List<Waiting> heads, long now) {
        heads.sort(Comparator.comparingLong(Waiting::sinceNanos));
        Map<String, Integer> byAddress = new HashMap<>();
        heads.forEach(head -> byAddress.merge(address(head.connection()), 1, Integer::sum));
        int left = heads.size();
        for (Waiting head : heads) {
            String address = address(head.connection());
            boolean late = now - head.sinceNanos() > headerTimeout.toNanos();
            if (late || left > slow.atOnce() || byAddress.get(address) > slow.perAddress()) {
                close(head.connection());
                left--;
                byAddress.merge(address, -1, Integer::sum);
            }
        }
    }

    /** Of the address that has most of them, those that have been silent longest. */
    private void closeIdle(List<SocketWrapperBase<NioChannel>> idle, int count) {
        Map<String, List<SocketWrapperBase<NioChannel>>> byAddress = new HashMap<>();
        idle.forEach(connection -> byAddress.computeIfAbsent(address(connection), address -> new ArrayList<>()).add(connection));
        byAddress.values().stream().max(Comparator.comparingInt(List::size)).ifPresent(ofOne -> ofOne.stream()
                .sorted(Comparator.comparingLong(connection -> ((NioSocketWrapper) connection).getLastRead()))
                .limit(Math.min(count, ofOne.size() / 2)).toList().forEach(this::close));
    }

    private static String address(SocketWrapperBase<?> connection) {
        String address = connection.getRemoteAddr();
        return address == null ? "" : address;
    }

    private void close(SocketWrapperBase<?> connection) {
        closed.incrementAndGet();
        connection.close();
    }

    /** How many it has closed so far. */
    long closed() {
        return closed.get();
    }
}
