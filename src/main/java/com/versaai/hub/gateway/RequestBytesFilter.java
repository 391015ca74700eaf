package com.versaai.hub.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the body before anybody else touches it: signatures are over bytes. Sits behind the API key and the rate limit, so that
 * a stranger can't make the hub buffer a megabyte, and before everything that could read parameters.
 */
final class RequestBytesFilter extends OncePerRequestFilter {

    /** Request attribute with the whole unpacked body, {@code byte[]}. */
    static final String ATTRIBUTE = "hub.body";

    /**
     * Request attribute with the {@link Problem} of a refused body: after a failed read Tomcat takes the response over and asks the
     * error page.
     */
    static final String REFUSAL = "hub.refusal";

    private final BodyReader reader;
    private final Problems problems;

    RequestBytesFilter(BodyReader reader, Problems problems) {
        this.reader = reader;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body;
        try {
            body = reader.read(request);
        } catch (ProblemException e) {
            if (e.problem().status() != 415) {
                // The rest of the body is still on the wire: the connection can't carry another request.
                response.setHeader("Connection", "close");
            }
            request.setAttribute(REFUSAL, e.problem());
            problems.send(request, response, e.problem());
            return;
        }
        request.setAttribute(ATTRIBUTE, body);
        request.setAttribute(HttpBorder.CALLER, request.getRemoteUser());
        chain.doFilter(new BytesRequest(request, body), response);
    }
}
