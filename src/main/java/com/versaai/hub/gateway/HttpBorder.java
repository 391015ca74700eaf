package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.http.base.HttpHelper;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * The only translation between HTTP and exchanges. In: the exact body bytes, allowed headers, allowed query parameters, path
 * placeholders, and Camel's own {@code CamelHttp*} facts. Out: status, allowed headers, body; any failure as a problem.
 */
final class HttpBorder {

    /** Request attribute and exchange property: name of the API key, absent for webhooks. */
    static final String CALLER = "hub.caller";

    /** Where senders prove themselves by headers that the border does not let in. */
    private static final String WEBHOOKS = "/webhooks/";
    private static final String REQUEST_TYPE = "hub.request-content-type";
    private static final Pattern ONE_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+(\\s*;[^,]*)?");
    private static final String JSON = "application/json";

    private final HeaderFilterStrategy headers;
    private final NameList parameters;
    private final Problems problems;
    private final Answers answers;

    HttpBorder(HeaderFilterStrategy headers, NameList parameters, Problems problems, Answers answers) {
        this.headers = headers;
        this.parameters = parameters;
        this.problems = problems;
        this.answers = answers;
    }

    void receive(HttpServletRequest request, Exchange exchange, String template) {
        Message message = exchange.getIn();
        byte[] body = (byte[]) request.getAttribute(RequestBytesFilter.ATTRIBUTE);
        exchange.setProperty(RequestBytesFilter.ATTRIBUTE, body == null ? new byte[0] : body);
        message.setBody(body == null || body.length == 0 ? null : body);
        Map<String, Object> into = message.getHeaders();
        copyHeaders(request, exchange, into);
        if (request.getRequestURI().startsWith(WEBHOOKS, request.getContextPath().length())) {
            RequestHeaders.keep(request, exchange);
        }
        copyParameters(request, into);
        into.put(Exchange.HTTP_METHOD, request.getMethod());
        into.put(Exchange.HTTP_QUERY, request.getQueryString());
        into.put(Exchange.HTTP_URL, request.getRequestURL().toString());
        into.put(Exchange.HTTP_URI, request.getRequestURI());
        into.put(Exchange.HTTP_PATH, request.getRequestURI().substring(request.getContextPath().length()));
        if (template != null && template.indexOf('{') >= 0) {
            HttpHelper.evalPlaceholders(into, strip(request.getRequestURI()), strip(template));
        }
        // Not getRemoteUser(): this may run in another thread than the one that signed the caller in.
        if (request.getAttribute(CALLER) instanceof String caller) {
            exchange.setProperty(CALLER, caller);
        }
        if (request.getAttribute(Caller.PROPERTY) instanceof Caller caller) {
            exchange.setProperty(Caller.PROPERTY, caller);
        }
    }

    private void copyHeaders(HttpServletRequest request, Exchange exchange, Map<String, Object> into) {
        for (String name : Collections.list(request.getHeaderNames())) {
            List<String> values = Collections.list(request.getHeaders(name));
            if (!values.isEmpty() && !headers.applyFilterToExternalHeaders(name, values.get(0), exchange)) {
                into.putIfAbsent(name, values.size() == 1 ? values.get(0) : values);
            }
        }
        String type = request.getContentType();
        if (type != null) {
            // A new object, so that "the route set no type of its own" can be told by identity in the answer.
            String own = new String(type);
            into.put(Exchange.CONTENT_TYPE, own);
            exchange.setProperty(REQUEST_TYPE, own);
        }
    }

    private void copyParameters(HttpServletRequest request, Map<String, Object> into) {
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            String[] values = parameter.getValue();
            if (values.length > 0 && parameters.has(parameter.getKey())) {
                // Never in the place of a header, never joined with one.
                into.putIfAbsent(parameter.getKey(), values.length == 1 ? values[0] : List.of(values));
            }
        }
    }

    void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        problems.send(request, response, Problem.ofStatus(503));
    }

    void answer(Exchange exchange, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (exchange.getException() != null) {
            problems.send(request, response, problems.of(exchange.getException(), exchange.getFromRouteId()));
            return;
        }
        Message message = exchange.getMessage();
        Object body = message.getBody();
        boolean empty = body == null || body instanceof byte[] bytes && bytes.length == 0
                || body instanceof String text && text.isEmpty();
        Integer code = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        int status = code == null ? empty ? 204 : 200 : code;
        String type = answerType(exchange, message);
        response.setStatus(status);
        copyOut(exchange, message, response);
        if (status >= 400 && (empty || type == null)) {
            // Camel's own refusals (404, 405, validation) come as a bare status or as text.
            problems.send(request, response, Problem.ofStatus(status));
        } else if (!empty) {
            response.setContentType(type == null ? JSON : type);
            writeBody(exchange, message, request, response);
        }
    }

    /**
     * The type a route gave its answer; null when the header is still the request's own, or the list of all types of an operation,
     * which the contract's binding fills in where a route sets none.
     */
    private static String answerType(Exchange exchange, Message message) {
        Object type = message.getHeader(Exchange.CONTENT_TYPE);
        return type == null || type == exchange.getProperty(REQUEST_TYPE) || !ONE_TYPE.matcher(type.toString()).matches()
                ? null : type.toString();
    }

    private void copyOut(Exchange exchange, Message message, HttpServletResponse response) {
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            if (!headers.applyFilterToCamelHeaders(header.getKey(), header.getValue(), exchange)) {
                List<?> values = header.getValue() instanceof List<?> list ? list : List.of(header.getValue());
                for (Object value : values) {
                    response.addHeader(header.getKey(), String.valueOf(value));
                }
            }
        }
    }

    private void writeBody(Exchange exchange, Message message, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object body = message.getBody();
        if (body instanceof StreamingBody streaming) {
            streaming.writeTo(answers.patient(response.getOutputStream()));
            return;
        }
        if (body instanceof InputStream stream && !(body instanceof StreamCache)) {
            // Of unknown length, perhaps slow (server-sent events): each piece goes out as it comes.
            copyStream(stream, response);
            return;
        }
        byte[] bytes = body instanceof byte[] own ? own
                : body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : converted(exchange, message);
        answers.write(request, response, bytes);
    }

    private static byte[] converted(Exchange exchange, Message message) throws IOException {
        try {
            byte[] bytes = message.getBody(byte[].class);
            if (bytes != null) {
                return bytes;
            }
        } catch (TypeConversionException e) {
            throw new IOException("route " + exchange.getFromRouteId() + " answers with an unwritable body", e);
        }
        throw new IOException("route " + exchange.getFromRouteId() + " answers with an unwritable " + message.getBody().getClass());
    }

    private void copyStream(InputStream stream, HttpServletResponse response) throws IOException {
        try (stream) {
            OutputStream out = answers.patient(response.getOutputStream());
            byte[] step = new byte[8192];
            int count;
            while ((count = stream.read(step)) >= 0) {
                out.write(step, 0, count);
                out.flush();
            }
        }
    }

    private static String strip(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }
}
