package com.versaai.hub.provider;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of one outgoing call, whatever its peer does meanwhile: a socket's timeout begins anew with every byte, this one does not.
 * One thread watches all calls; all it does is to close the connection of one that is over, and whoever waits there gets an exception,
 * which {@link #explain} makes into one that says why.
 */
public final class CallDeadline implements AutoCloseable {

    private enum State { RUNNING, OVER, ENDED }

    private static final Logger LOG = LoggerFactory.getLogger(CallDeadline.class);
    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final Runnable hangUp;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Future<?> alarm;
    private volatile boolean sent;

    private CallDeadline(Duration limit, Runnable hangUp) {
        this.hangUp = hangUp;
        this.alarm = WATCH.schedule(this::pass, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * From now on a call has so long.
     *
     * @param hangUp closes its connection without waiting for anything; called from another thread, once at most
     */
    public static CallDeadline after(Duration limit, Runnable hangUp) {
        return new CallDeadline(limit, hangUp);
    }

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "hub-call-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        // Nearly all calls end before their deadline.
        watch.setRemoveOnCancelPolicy(true);
        return watch;
    }

    private void pass() {
        if (state.compareAndSet(State.RUNNING, State.OVER)) {
            try {
                hangUp.run();
            } catch (RuntimeException e) {
                LOG.warn("A call that took too long could not be cut off: {}", e.toString());
            }
        }
    }

    /** From now on the peer may have got what it is to act on. */
    public void sent() {
        sent = true;
    }

    /** Whether the time is up, and the connection gone. */
    public boolean isOver() {
        return state.get() == State.OVER;
    }

    /** What a call failed of: the time where that is up, or was for the connection, else {@code thrown}. */
    public <T extends Throwable> IOException explain(T thrown) throws T {
        // A TLS handshake without an answer looks like an answer that does not come.
        if (isOver() || !sent && thrown instanceof SocketTimeoutException) {
            return tooLate();
        }
        throw thrown;
    }

    /** Says whether the call may have had an effect: by the exception's kind, as {@link FaultClassifier} reads it. */
    public IOException tooLate() {
        return sent ? new SocketTimeoutException("no whole answer within the time limit")
                : new ConnectTimeoutException("not sent within the time limit");
    }

    /** The call has ended by itself. */
    @Override
    public void close() {
        state.compareAndSet(State.RUNNING, State.ENDED);
        alarm.cancel(false);
    }
}
