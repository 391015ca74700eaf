package com.versaai.hub.gateway;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Sees to it that no thread reads what nobody wants: an answer given before the body has come, which every refusal is, ends the
 * connection. Tomcat would read up to {@code max-swallow-size} first, as slowly as it comes, in the thread of the request.
 * <p>Outermost, so that it sees what any layer answers: security, firewall, error pages, MVC, Tomcat itself.
 */
final class RestOfBodyValve extends ValveBase {

    /** Request attribute with Tomcat's own request, which knows what is in the socket. */
    static final String WIRE = "hub.wire";

    /** For a sender that writes everything before it reads; the connection closes then, whatever is still to come. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final SlowRequests rests;
    private final long most;

    /** @param most bytes of a refused body that are thrown away, so that its sender gets to read the answer */
    RestOfBodyValve(SlowRequests rests, long most) {
        super(true);
        this.rests = rests;
        this.most = most;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request wire = request.getCoyoteRequest();
        request.setAttribute(WIRE, wire);
        try {
            getNext().invoke(request, response);
            if (!request.isAsync() && !wire.isFinished()) {
                leaveTheRest(request, response, wire);
            }
        } finally {
            // Nobody of this thread sets a header from here on.
            SlowExchange.leftFilters(request);
        }
    }

    private void leaveTheRest(Request request, Response response, org.apache.coyote.Request wire) throws IOException {
        boolean closes = !response.isCommitted() || wire.getContentLengthLong() > 0;
        response.setHeader("Connection", "close");
        AtomicBoolean broken = new AtomicBoolean();
        wire.action(ActionCode.IS_ERROR, broken);
        boolean polite = closes && !broken.get() && !wire.hasExpectation() && request.getContext() != null
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null;
        // The answer first: a read that fails, and the end of reading, make a failure of what is not answered.
        response.finishResponse();
        if (!polite) {
            wire.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        } else if (!takeWhatIsThere(wire)) {
            request.setAsyncSupported(true);
            SlowBody.discard(rests, request, wire, PATIENCE_MILLIS, most);
        }
    }

    /** @return whether that was everything */
    private boolean takeWhatIsThere(org.apache.coyote.Request wire) {
        if (wire.getContentLengthLong() < 0) {
            return false;
        }
        try {
            SlowBody.Nowhere nowhere = new SlowBody.Nowhere();
            for (long taken = 0; taken <= most && !wire.isFinished() && isThere(wire); taken += Math.max(wire.doRead(nowhere), 0)) {
                // Goes on while there is more.
            }
            return wire.isFinished();
        } catch (IOException e) {
            // Gone; whoever reads next finds out.
            return false;
        }
    }

    private static boolean isThere(org.apache.coyote.Request wire) {
        wire.action(ActionCode.AVAILABLE, Boolean.TRUE);
        return wire.getAvailable() > 0;
    }
}
