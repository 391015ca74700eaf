package com.versaai.hub.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.provider.ProviderException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.Message;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.coyote.BadRequestException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jolokia.json.parser.ParseException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponse;

/** The one place that turns an exception into an RFC 9457 answer, for Camel routes (bean {@code problems}) and everything else. */
public final class Problems {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int DEEPEST_CAUSE = 20;

    private final ObjectMapper json = new ObjectMapper();
    private final FailureLog log;

    Problems() {
        this(Clock.systemUTC());
    }

    Problems(Clock clock) {
        this.log = new FailureLog(clock);
    }

    /**
     * Turns the exchange's exception (current or caught) into its answer: body bytes, status, type and Retry-After. For
     * {@code onException(...).handled(true).bean("problems", "write")}; an exception no route handles gets the same answer.
     */
    public void write(Exchange exchange) {
        Throwable cause = exchange.getException();
        if (cause == null) {
            cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        }
        answer(exchange, of(cause, exchange.getFromRouteId()));
    }

    private void answer(Exchange exchange, Problem problem) {
        Message message = exchange.getMessage();
        String path = message.getHeader(Exchange.HTTP_URI, String.class);
        String retryAfter = problem.retryAfterSeconds();
        message.setBody(bytes(problem.at(path)));
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
        message.setHeader(Exchange.CONTENT_TYPE, mediaType(path));
        if (retryAfter != null) {
            message.setHeader("Retry-After", retryAfter);
        }
    }

    /** Writes the answer unless one is under way already. Not called write: Camel picks a bean's method by its name. */
    void send(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] bytes = bytes(problem.at(request.getRequestURI()));
        response.setStatus(problem.status());
        response.setContentType(mediaType(request.getRequestURI()));
        response.setContentLength(bytes.length);
        String retryAfter = problem.retryAfterSeconds();
        if (retryAfter != null) {
            response.setHeader("Retry-After", retryAfter);
        }
        response.getOutputStream().write(bytes);
    }

    /**
     * The answer to a failure. An unknown one is logged here, once, with the id the caller sees, unless the log has enough of them.
     *
     * @param failure what was thrown, may be null
     * @param where   route or path, for the log
     */
    Problem of(Throwable failure, String where) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++, cause = cause.getCause()) {
            Problem known = known(cause);
            if (known != null) {
                if (known.status() >= 500) {
                    log.known(where, known.status(), cause);
                }
                return known;
            }
        }
        String errorId = UUID.randomUUID().toString();
        return log.unknown(where, errorId, failure)
                ? Problem.of(500, "internal", "The hub failed to serve this request; its log has more under the error id.",
                        Map.of("errorId", errorId), null)
                : Problem.ofStatus(500);
    }

    /** The same of what a servlet threw that reads the body itself: there an early end or a pause is the caller's. */
    Problem ofRequest(Throwable failure, String where) {
        if (failure instanceof EOFException) {
            return Problem.ofStatus(400);
        }
        return failure instanceof SocketTimeoutException ? Problem.ofStatus(408) : of(failure, where);
    }

    /** What {@link #bytes} of a problem at that path is. */
    static String mediaType(String path) {
        return OpenAiErrors.wanted(path) ? OpenAiErrors.MEDIA_TYPE : Problem.MEDIA_TYPE;
    }

    byte[] bytes(Problem problem) {
        try {
            return json.writeValueAsBytes(OpenAiErrors.wanted(problem.instance()) ? OpenAiErrors.of(problem) : problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is plain data", e);
        }
    }

    private static Problem known(Throwable cause) {
        if (cause instanceof ProblemException problem) {
            return problem.problem();
        }
        if (cause instanceof RequestRejectedException || cause instanceof InvalidMimeTypeException
                || cause instanceof InvalidMediaTypeException || cause instanceof BadRequestException || cause instanceof ParseException) {
            // The firewall's, a type's, the framing's, Jolokia's JSON: whatever it is, the caller sent it.
            return Problem.ofStatus(400);
        }
        if (cause instanceof ErrorResponse spring && spring.getStatusCode().is4xxClientError()) {
            return Problem.ofStatus(spring.getStatusCode().value());
        }
        if (cause instanceof RecordTooLargeException) {
            return Problem.of(413, "too-large", "The message is larger than the bus takes.");
        }
        if (cause instanceof SerializationException) {
            return null;
        }
        if (cause instanceof KafkaException) {
            return later(503, "bus-unavailable", "The message bus doesn't answer; nothing was accepted. Send it again later.");
        }
        if (cause instanceof DataAccessResourceFailureException || cause instanceof SQLTransientConnectionException) {
            return later(503, "store-unavailable", "The hub's database doesn't answer.");
        }
        if (cause instanceof RejectedExecutionException || cause instanceof DirectConsumerNotAvailableException) {
            return later(503, "unavailable", "The hub is stopping, starting or reloading this route.");
        }
        if (cause instanceof ExchangeTimedOutException) {
            return later(504, "timeout", "The answer took too long.");
        }
        if (cause instanceof ProviderException refused) {
            return Problem.of(502, "provider-refused", "The provider refused the call.", Map.of("code", refused.fault().code()),
                    refused.fault().retryAfter());
        }
        if (cause instanceof HttpOperationFailedException http) {
            return Problem.of(502, "provider-failed", "The provider answered with an error.",
                    Map.of("providerStatus", http.getStatusCode()), null);
        }
        return null;
    }

    private static Problem later(int status, String slug, String detail) {
        return Problem.of(status, slug, detail, Map.of(), SOON);
    }
}
