package com.versaai.hub.gateway;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that waits for its peer without a thread. Several threads may want to end it at once (the peer, the clock, one that needs
 * its place), and Tomcat uses its objects for another request as soon as it is over: so everything happens under its own lock, and
 * whoever comes second does nothing.
 */
abstract class SlowExchange implements AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(SlowExchange.class);

    /** Bytes of memory, counted by {@link SlowRequests} under its lock. */
    int held;

    private final SlowRequests register;
    private final String address;
    private final AsyncContext async;
    private boolean over;

    SlowExchange(SlowRequests register, String address, AsyncContext async) {
        this.register = register;
        this.address = address;
        this.async = async;
    }

    String address() {
        return address;
    }

    SlowRequests register() {
        return register;
    }

    AsyncContext async() {
        return async;
    }

    /** After {@link #end()}. */
    final void complete() {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.debug("Tomcat has ended it already: {}", e.toString());
        }
    }

    final synchronized boolean isOver() {
        return over;
    }

    /** @return whether the caller is the one to end it, and must */
    final synchronized boolean end() {
        if (over) {
            return false;
        }
        over = true;
        register.leave(this);
        return true;
    }

    /** Its place is needed: ends it, telling the peer if it can. */
    abstract void makeRoom();

    /** Its time is up: ends it, telling the peer if it can. */
    abstract void timeOut();

    @Override
    public final void onTimeout(AsyncEvent event) {
        timeOut();
    }

    @Override
    public final void onComplete(AsyncEvent event) {
        end();
    }

    /** Tomcat closes the connection; without this it would make an error page first. */
    @Override
    public final void onError(AsyncEvent event) {
        end();
        complete();
    }

    @Override
    public final void onStartAsync(AsyncEvent event) {
        // Each round has its own listeners.
    }
}
