package com.versaai.hub.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Before everybody else, at every door: refuses what Spring, Jolokia or Hawtio would stumble over, in one line of code each instead
 * of a stack trace, and is the last to see a failure, so that Tomcat logs none of its own.
 *
 * <p>Methods: those the hub knows, in capitals; TRACE among the others, whose answer would repeat cookies and keys. Framing: one length, or
 * chunks. Addresses: no path parameters (Spring and Tomcat disagree on where they end), no encoded slash or backslash, no encoded name of
 * a servlet ({@code /%6Aolokia}), no more than a redirect can repeat; but the id in an address may hold anything ({@link PathId}). Headers:
 * printable. Types: outside webhooks and API, whose bodies are bytes here, a Content-Type must be one. Nothing is logged;
 * {@code hub.http.refused} counts.
 */
final class FirstFilter extends OncePerRequestFilter {

    /** Request attribute: the address is an operation's that is about one thing, and has its id encoded. */
    static final String HOLDS_ID = "hub.holds-id";

    /** What Spring, Tomcat and the servlets behind them read in more than one way. */
    private static final List<String> AMBIGUOUS = List.of("%3b", "%2f", "%5c");

    /** In this order in {@code Allow}. */
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final Set<String> KNOWN = Set.of(METHODS.split(", "));

    private static final List<String> MEDIA_TYPES = List.of("Content-Type", "Accept");
    /** Of address and query together. */
    private static final int LONGEST_TARGET = 4_000;

    private final Problems problems;
    private final MeterRegistry meters;
    private final ContractScopes contract;

    FirstFilter(Problems problems, MeterRegistry meters, ContractScopes contract) {
        this.problems = problems;
        this.meters = meters;
        this.contract = contract;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!KNOWN.contains(request.getMethod())) {
            response.setHeader("Allow", allowed(request.getRequestURI()));
            refuse("method", 405, request, response);
        } else if (request.getDispatcherType() == DispatcherType.ERROR) {
            chain.doFilter(request, response);
        } else if (request.getAttribute(RestOfBodyValve.WIRE) instanceof org.apache.coyote.Request wire && RequestHead.saysTwoLengths(wire)) {
            refuse("framing", 400, request, response);
        } else if (!readable(request)) {
            refuse("address", 400, request, response);
        } else if (tooLong(request)) {
            refuse("length", 414, request, response);
        } else if (!plainHeaders(request) || breaksTheParser(request)) {
            refuse("header", 400, request, response);
        } else if (!bytesOnly(request.getRequestURI()) && !plainType(request.getContentType())) {
            refuse("type", 415, request, response);
        } else {
            pass(request, response, chain);
        }
    }

    /** What Tomcat itself refuses goes straight to the error page, which would obey TRACE. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
            boolean bare = response.getStatus() >= 400 && response.getContentType() == null && !request.isAsyncStarted();
            // A status and nothing else is what some servlets and actuator's endpoints say. Once sendError was called it counts as committed.
            if (bare && !response.isCommitted() && !"HEAD".equals(request.getMethod())) {
                problems.send(request, response, Problem.ofStatus(response.getStatus()));
            }
        } catch (RuntimeException | ServletException | IOException e) {
            if (response.isCommitted() || e instanceof ClientAbortException) {
                throw e;
            }
            response.resetBuffer();
            problems.send(request, response, problems.ofRequest(e, request.getRequestURI()));
        }
    }

    private void refuse(String reason, int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
        meters.counter("hub.http.refused", "reason", reason).increment();
        problems.send(request, response, Problem.ofStatus(status));
    }

    /** What the doors take, as far as an address that nobody has looked at yet says. */
    private static String allowed(String path) {
        if (path.startsWith("/webhooks/")) {
            return "POST";
        }
        return path.equals("/") || path.startsWith("/docs") || path.equals("/openapi.yaml") || path.startsWith("/actuator/health")
                ? "GET, HEAD" : METHODS;
    }

    /** Where ids are, of the one servlet that reads them, the address counts as it was sent. */
    private boolean readable(HttpServletRequest request) {
        String uri = request.getRequestURI();
        boolean encoded = uri.indexOf('%') >= 0 && uri.indexOf(';') < 0 && request.getHttpServletMapping().getMappingMatch() == MappingMatch.DEFAULT;
        List<String> ids = encoded ? contract.texts(uri.substring(request.getContextPath().length())) : List.of();
        if (ids.isEmpty()) {
            return plainAddress(request);
        }
        request.setAttribute(HOLDS_ID, true);
        return ids.stream().allMatch(id -> PathId.decoded(id) != null);
    }

    private static boolean plainAddress(HttpServletRequest request) {
        String uri = request.getRequestURI();
        String folded = uri.toLowerCase(Locale.ROOT);
        if (uri.indexOf(';') >= 0 || AMBIGUOUS.stream().anyMatch(folded::contains)) {
            return false;
        }
        if (request.getHttpServletMapping().getMappingMatch() != MappingMatch.PATH) {
            return true;
        }
        String own = request.getContextPath() + request.getServletPath();
        return uri.startsWith(own) && (uri.length() == own.length() || uri.charAt(own.length()) == '/');
    }

    /** A redirect repeats address and query, with up to three characters for one: beyond the room for an answer's head Tomcat fails. */
    private static boolean tooLong(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURI().length() + (query == null ? 0 : query.length()) > LONGEST_TARGET;
    }

    /** The firewall would see to it at each look at a header, and again on the way to the error page, where nobody catches it. */
    private static boolean plainHeaders(HttpServletRequest request) {
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements();) {
            String name = names.nextElement();
            if (!printable(name)) {
                return false;
            }
            for (Enumeration<String> values = request.getHeaders(name); values.hasMoreElements();) {
                if (!printable(values.nextElement())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Spring's parser of media types looks before the text where a quote is its first character; whoever asks it next would fail. */
    private static boolean breaksTheParser(HttpServletRequest request) {
        for (String name : MEDIA_TYPES) {
            List<String> values = Collections.list(request.getHeaders(name));
            try {
                if (values.stream().anyMatch(value -> value.indexOf('"') >= 0)) {
                    MediaType.parseMediaTypes(values);
                }
            } catch (InvalidMediaTypeException e) {
                continue; // told to the sender by those who need the type
            } catch (RuntimeException e) {
                return true;
            }
        }
        return false;
    }

    static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\t' && Character.isISOControl(c) || !Character.isDefined(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean bytesOnly(String path) {
        return path.startsWith("/webhooks/") || path.startsWith("/api/") || path.startsWith("/v1/");
    }

    private static boolean plainType(String type) {
        if (type == null || type.isBlank()) {
            return true;
        }
        try {
            return MediaType.parseMediaType(type).isConcrete();
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
