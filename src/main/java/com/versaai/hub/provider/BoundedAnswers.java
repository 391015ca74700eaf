package com.versaai.hub.provider;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Bean {@code boundedAnswers}: what every HTTP client of the hub has in common.
 *
 * <p>Of an answer at most {@code hub.http.max-answer} is read, <em>after</em> decompression; then the connection is dropped and the
 * status decides. The response timeout is that of the whole call: waiting for a connection, making it, sending, header section and
 * body together. No redirect (it would carry credentials and the payload elsewhere), no cookie, no retry inside the client: it would
 * repeat a POST after a 429 and sleep for {@code Retry-After} inside the call, unseen by the delivery.
 */
public final class BoundedAnswers implements HttpClientConfigurer {

    /** Below the idle limit of any provider's load balancer, so that a kept connection is seldom one just closed there. */
    private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(10);

    /** What the client undoes; the hub asks for no others. */
    private static final Set<String> CODINGS = Set.of("gzip", "x-gzip", "deflate");

    private static final String DEADLINE = "hub.deadline";

    private final long maxBytes;
    private final Duration longestCall;

    /**
     * @param maxBytes    most bytes of one answer, decompressed
     * @param longestCall of a call whose client has no response timeout
     */
    BoundedAnswers(long maxBytes, Duration longestCall) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("hub.http.max-answer must be positive");
        }
        this.maxBytes = maxBytes;
        this.longestCall = longestCall;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries();
        client.disableRedirectHandling();
        client.disableCookieManagement();
        client.disableAuthCaching();
        client.setUserAgent("VersaAI-Hub");
        client.setKeepAliveStrategy((response, context) -> {
            TimeValue asked = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
            return TimeValue.isNonNegative(asked) && asked.compareTo(KEEP_ALIVE) < 0 ? asked : KEEP_ALIVE;
        });
        // The outermost link: what it sees has been decompressed already, so that a gzip bomb is cut as well.
        client.addExecInterceptorFirst("bounded-answers", this::bound);
        // Inside what logs in or adds credentials: a login has a deadline of its own, and so has the call it is for.
        client.addExecInterceptorBefore(ChainElement.CONNECT.name(), "deadline", this::limit);
        client.addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "sending", BoundedAnswers::sending);
        client.addExecInterceptorAfter(ChainElement.COMPRESS.name(), "known-codings", BoundedAnswers::hideUnknownCodings);
    }

    /** The client fails on a coding it does not know, and on a list of many; the call has been made, and the status decides. */
    private static ClassicHttpResponse hideUnknownCodings(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.getContentEncoding() != null && !CODINGS.contains(entity.getContentEncoding().strip().toLowerCase(Locale.ROOT))) {
            response.setEntity(new HttpEntityWrapper(entity) {
                @Override
                public String getContentEncoding() {
                    return null;
                }
            });
        }
        return response;
    }

    private ClassicHttpResponse limit(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        CallDeadline before = deadline(scope);
        if (before != null) {
            // The same call, sent again with other credentials.
            before.close();
        }
        Timeout timeout = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
        Duration time = timeout != null && timeout.isEnabled() ? timeout.toDuration() : longestCall;
        CallDeadline deadline = CallDeadline.after(time, scope.execRuntime::discardEndpoint);
        scope.clientContext.setAttribute(DEADLINE, deadline);
        boolean answered = false;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            answered = true;
            return response;
        } catch (IOException | HttpException | RuntimeException e) {
            throw explained(deadline, e);
        } finally {
            if (!answered) {
                deadline.close();
            }
        }
    }

    /** A connection that is closed from outside fails in many ways. */
    private static IOException explained(CallDeadline deadline, Exception thrown) throws IOException, HttpException {
        if (thrown instanceof IOException e) {
            return deadline.explain(e);
        }
        if (thrown instanceof HttpException e) {
            return deadline.explain(e);
        }
        return deadline.explain((RuntimeException) thrown);
    }

    /** The connection stands. */
    private static ClassicHttpResponse sending(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        CallDeadline deadline = deadline(scope);
        if (deadline.isOver()) {
            throw deadline.tooLate();
        }
        deadline.sent();
        return chain.proceed(request, scope);
    }

    private static CallDeadline deadline(ExecChain.Scope scope) {
        return (CallDeadline) scope.clientContext.getAttribute(DEADLINE);
    }

    private ClassicHttpResponse bound(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        // A coding the client did not undo is none that camel-http should undo behind the limit.
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        dropUnknownCharset(response);
        keepLongestWait(response);
        // None where the call was only described.
        CallDeadline deadline = deadline(scope);
        if (response.getEntity() != null) {
            response.setEntity(new BoundedEntity(response.getEntity(), response.getCode(), maxBytes, deadline, scope.execRuntime::discardEndpoint));
        } else if (deadline != null) {
            deadline.close();
        }
        return response;
    }

    /** Of several Retry-After headers camel-http keeps the last one. */
    private static void keepLongestWait(ClassicHttpResponse response) {
        Header[] waits = response.getHeaders(HttpHeaders.RETRY_AFTER);
        if (waits.length > 1) {
            Duration longest = RetryAfter.longest(Stream.of(waits).map(Header::getValue).toList(), Clock.systemUTC());
            if (longest != null) {
                // Setting one replaces the first only.
                response.removeHeaders(HttpHeaders.RETRY_AFTER);
                response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf((longest.toMillis() + 999) / 1000));
            }
        }
    }

    /** camel-http fails on a charset that Java does not know, and the status would be lost. */
    private static void dropUnknownCharset(ClassicHttpResponse response) {
        Header type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || type.getValue() == null) {
            return;
        }
        int at = type.getValue().toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at >= 0 && !isKnown(type.getValue().substring(at + "charset=".length()))) {
            ContentType plain = ContentType.parseLenient(type.getValue().substring(0, at));
            response.setHeader(HttpHeaders.CONTENT_TYPE, plain == null ? "text/plain" : plain.getMimeType());
        }
    }

    private static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset.split(";")[0].replace("\"", "").trim());
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }
}
