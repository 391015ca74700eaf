package com.versaai.hub.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the body before anybody else touches it: signatures are over bytes. Sits behind the API key and the rate limit, so that
 * a stranger can't make the hub buffer a megabyte, and before everything that could read parameters.
 * <p>A body that is there goes on at once. One that isn't is waited for without a thread, and its request then goes through all filters
 * again ({@link AgainFilter}).
 */
final class RequestBytesFilter extends OncePerRequestFilter {

    /** Request attribute with the whole unpacked body, {@code byte[]}. */
    static final String ATTRIBUTE = "hub.body";

    /** Request attribute with a body that was waited for, {@code byte[]}, as it was sent. */
    static final String SENT = "hub.body-sent";

    /**
     * Request attribute with the {@link Problem} of a refused body: after a failed read Tomcat takes the response over and asks the
     * error page.
     */
    static final String REFUSAL = "hub.refusal";

    private static final byte[] NOTHING = {};

    private final BodyReader reader;
    private final SlowRequests slow;
    private final long timeoutMillis;
    private final boolean console;
    private final Problems problems;

    private RequestBytesFilter(BodyReader reader, SlowRequests slow, long timeoutMillis, boolean console, Problems problems) {
        this.reader = reader;
        this.slow = slow;
        this.timeoutMillis = timeoutMillis;
        this.console = console;
        this.problems = problems;
    }

    /** Behind key and rate, in front of the routes. */
    static RequestBytesFilter forRoutes(BodyReader reader, SlowRequests slow, long timeoutMillis, Problems problems) {
        return new RequestBytesFilter(reader, slow, timeoutMillis, false, problems);
    }

    /** In front of everything that looks for fields of a form. */
    static RequestBytesFilter forConsole(BodyReader reader, SlowRequests slow, long timeoutMillis, Problems problems) {
        return new RequestBytesFilter(reader, slow, timeoutMillis, true, problems);
    }

    /** Nothing in the console reads the body of a GET: its sender is answered, and closed, at once. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return console && ("GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod()));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest replay;
        try {
            byte[] sent = sent(request);
            if (sent == null) {
                return;
            }
            byte[] body = reader.unpack(request, sent);
            replay = console ? consoleRequest(request, body) : new BytesRequest(request, body);
            if (!console) {
                request.setAttribute(ATTRIBUTE, body);
                request.setAttribute(HttpBorder.CALLER, request.getRemoteUser());
            }
        } catch (ProblemException e) {
            request.setAttribute(REFUSAL, e.problem());
            problems.send(request, response, e.problem());
            return;
        }
        chain.doFilter(replay, response);
    }

    /** @return null when it is not all there, and is being waited for */
    private byte[] sent(HttpServletRequest request) throws IOException {
        if (request.getAttribute(SENT) instanceof byte[] sent) {
            return sent;
        }
        if (request.getContentLengthLong() <= 0 && request.getInputStream().isFinished()) {
            return NOTHING;
        }
        BodyBuffer soFar = reader.begin(request);
        if (soFar.isWhole()) {
            return soFar.toBytes();
        }
        if (request.getAttribute(RestOfBodyValve.WIRE) instanceof org.apache.coyote.Request wire) {
            // Who asked whether to send at all has been let in by now.
            wire.action(ActionCode.ACK, ContinueResponseTiming.ALWAYS);
        }
        SlowBody.gather(slow, request, soFar, reader, problems, timeoutMillis, body -> {
            request.setAttribute(SENT, body);
            if (!console) {
                request.setAttribute(RateFilter.COUNTED, true);
            }
        });
        return null;
    }

    private static HttpServletRequest consoleRequest(HttpServletRequest request, byte[] body) {
        if (body.length == 0) {
            return request;
        }
        return FormRequest.isForm(request) ? new FormRequest(request, body) : new BytesRequest(request, body);
    }
}
