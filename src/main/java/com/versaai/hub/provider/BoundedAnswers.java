package com.versaai.hub.provider;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Locale;
import java.util.Set;
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
 * <p>Of an answer at most {@code hub.http.max-answer} is read, <em>after</em> decompression, and for no longer than the
 * response timeout; then the connection is dropped and the status decides. No redirect (it would carry credentials and
 * the payload elsewhere), no cookie, no retry inside the client: it would repeat a POST after a 429 and sleep for
 * {@code Retry-After} inside the call, unseen by the delivery.
 */
public final class BoundedAnswers implements HttpClientConfigurer {

    /** Below the idle limit of any provider's load balancer, so that a kept connection is seldom one just closed there. */
    private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(10);

    /** What the client undoes; the hub asks for no others. */
    private static final Set<String> CODINGS = Set.of("gzip", "x-gzip", "deflate");

    private final long maxBytes;

    /** @param maxBytes most bytes of one answer, decompressed */
    public BoundedAnswers(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("hub.http.max-answer must be positive");
        }
        this.maxBytes = maxBytes;
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

    private ClassicHttpResponse bound(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        // A coding the client did not undo is none that camel-http should undo behind the limit.
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        dropUnknownCharset(response);
        if (response.getEntity() != null) {
            Timeout timeout = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
            response.setEntity(new BoundedEntity(response.getEntity(), response.getCode(), maxBytes, timeout,
                    scope.execRuntime::discardEndpoint));
        }
        return response;
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
