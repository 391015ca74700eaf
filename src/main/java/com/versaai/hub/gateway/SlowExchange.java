package com.versaai.hub.gateway;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that waits for its peer without a thread. Several threads may want to end it at once (the peer, the clock, one that needs
 * its place), and Tomcat uses its objects for another request as soon as it is over: so everything happens under its own lock, and
 * whoever comes second does nothing.
 */
abstract class SlowExchange implements AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(SlowExchange.class);
    private static final String CURRENT = SlowExchange.class.getName();

    /** Bytes of memory, counted by {@link SlowRequests} under its lock. */
    int held;

    private final SlowRequests register;
    private final String address;
    private final AsyncContext async;
    private boolean over;
    /** Whether the thread that began the request still is in its filters, which set headers on their way back. */
    private boolean inFilters = true;
    private boolean wanted;

    SlowExchange(SlowRequests register, HttpServletRequest request, AsyncContext async) {
        this.register = register;
        this.address = request.getRemoteAddr();
        this.async = async;
        request.setAttribute(CURRENT, this);
    }

    /**
     * To be called when the thread of the request has left all filters: what another thread has wanted meanwhile is done now. Two threads
     * at one answer's headers would break them, for the next request of that connection too.
     */
    static void leftFilters(ServletRequest request) {
        if (request.getAttribute(CURRENT) instanceof SlowExchange exchange) {
            request.removeAttribute(CURRENT);
            exchange.leftFilters();
        }
    }

    private synchronized void leftFilters() {
        inFilters = false;
        if (wanted) {
            giveUp();
        }
    }

    /** Ends it, telling the peer if it can: at once, or when its own thread has left. */
    private synchronized void want() {
        if (inFilters) {
            wanted = true;
        } else {
            giveUp();
        }
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

    /** Its place is needed. */
    final void makeRoom() {
        want();
    }

    /** Ends it, telling the peer if it can; called with its lock held, by one thread at a time that has the answer for itself. */
    abstract void giveUp();

    /** Its time is up. */
    @Override
    public final void onTimeout(AsyncEvent event) {
        want();
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
