package com.versaai.hub.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import wiremock.org.eclipse.jetty.io.EndPoint;
import wiremock.org.eclipse.jetty.io.ManagedSelector;
import wiremock.org.eclipse.jetty.io.SocketChannelEndPoint;
import wiremock.org.eclipse.jetty.util.thread.Scheduler;

/** A connection that can say an answer byte by byte, header section included, which WireMock can't; it holds no thread meanwhile. */
final class DribblingConnection extends SocketChannelEndPoint {

    private static final ThreadLocal<DribblingConnection> SERVED = new ThreadLocal<>();

    /** Nanoseconds between two bytes, 0 for all at once. */
    private volatile long pause;
    private long next;

    DribblingConnection(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** This thread computes an answer for that connection, which is told at once unless something else is said. */
    static void serves(EndPoint connection) {
        if (connection instanceof DribblingConnection own) {
            own.pause = 0;
            SERVED.set(own);
        }
    }

    /** It does no more. */
    static void served() {
        SERVED.remove();
    }

    /** The answer that this thread computes takes so long for each byte. */
    static void slowDown(Duration pause) {
        DribblingConnection served = SERVED.get();
        if (served != null) {
            served.pause = pause.toNanos();
            served.next = System.nanoTime();
        }
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long between = pause;
        if (between == 0) {
            return super.flush(buffers);
        }
        if (System.nanoTime() - next < 0) {
            return false;
        }
        boolean last = true;
        boolean said = false;
        for (ByteBuffer buffer : buffers) {
            if (buffer.hasRemaining() && !said) {
                int limit = buffer.limit();
                buffer.limit(buffer.position() + 1);
                said = super.flush(buffer);
                buffer.limit(limit);
                next = System.nanoTime() + between;
            }
            last &= !buffer.hasRemaining();
        }
        return last;
    }

    @Override
    protected void onIncompleteFlush() {
        long between = pause;
        if (between == 0) {
            super.onIncompleteFlush();
        } else {
            getScheduler().schedule(getWriteFlusher()::completeWrite, Math.max(1, between), TimeUnit.NANOSECONDS);
        }
    }
}
