package com.versaai.hub.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Bean {@code chatStreams}: opens a streamed completion. What a kamelet can't say: camel-http reads an answer before it hands it on,
 * and nobody could hang up in the middle of one.
 */
public final class ChatStreams implements AutoCloseable {

    private static final int MOST = 1000;
    private static final int ERROR_BYTES = 64 * 1024;
    /** Many streams at once leave as many connections. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final String CONNECTION = "hub.connection";
    private static final String DEADLINE = "hub.deadline";
    /** The shortest there is. The next call sets its own. */
    private static final Timeout AT_ONCE = Timeout.ofMilliseconds(1);

    private final ApiKeyAccess access;
    private final CloseableHttpClient client;
    private final Duration longest;

    /** @param longest from the first token to the last */
    ChatStreams(Secrets secrets, Duration connect, Duration longest) {
        access = new ApiKeyAccess(secrets);
        this.longest = longest;
        ConnectionConfig connecting = ConnectionConfig.custom().setConnectTimeout(Timeout.of(connect)).build();
        HttpClientBuilder builder = HttpClients.custom().setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(MOST).setMaxConnTotal(MOST).setDefaultConnectionConfig(connecting).build());
        // Unpacking would hold tokens back.
        client = builder.setRequestExecutor(new Remembering()).evictIdleConnections(IDLE).disableAutomaticRetries()
                .disableRedirectHandling().disableCookieManagement().disableAuthCaching().disableContentCompression()
                .setUserAgent("VersaAI-Hub").build();
    }

    /**
     * The provider's events, from an answer that is 200 and a stream.
     *
     * @param patience time until {@link Opened#begun}
     * @param silence  longest pause, before the answer and in it
     * @param heard    told the answer's headers
     * @return closing it hangs up, unless nothing is left of it
     * @throws HttpOperationFailedException for any other answer
     */
    public Opened open(String account, byte[] request, Duration patience, Duration silence, Consumer<UnaryOperator<String>> heard)
            throws IOException, HttpOperationFailedException {
        ProviderAccess.Target target = access.target(URI.create("https://" + account + "/chat/completions"));
        HttpPost post = new HttpPost(target.uri());
        post.setConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(silence)).build());
        post.setHeader(HttpHeaders.AUTHORIZATION, target.authorization());
        post.setHeader(HttpHeaders.ACCEPT, "text/event-stream");
        post.setEntity(new ByteArrayEntity(request, ContentType.APPLICATION_JSON));
        CallDeadline deadline = CallDeadline.after(patience, post::abort);
        try {
            return open(account, new Call(post, deadline), heard);
        } catch (IOException | RuntimeException e) {
            deadline.close();
            throw e instanceof IOException io ? deadline.explain(io) : deadline.explain((RuntimeException) e);
        } catch (HttpOperationFailedException e) {
            deadline.close();
            throw e;
        }
    }

    private Opened open(String account, Call call, Consumer<UnaryOperator<String>> heard) throws IOException, HttpOperationFailedException {
        HttpContext context = HttpClientContext.create();
        context.setAttribute(DEADLINE, call.deadline());
        ClassicHttpResponse response = client.executeOpen(null, call.post(), context);
        try {
            boolean stream = response.getEntity() != null && String.valueOf(response.getEntity().getContentType()).startsWith("text/event-stream");
            if (response.getCode() != 200 || !stream) {
                throw refused(account, response);
            }
            heard.accept(name -> response.getFirstHeader(name) == null ? null : response.getFirstHeader(name).getValue());
            return new Opened(call, response, (HttpClientConnection) context.getAttribute(CONNECTION), longest);
        } catch (IOException | HttpOperationFailedException | RuntimeException e) {
            hangUp(call.post(), response);
            throw e;
        }
    }

    /** Drops the connection first: closing stream or response would read on to the end. */
    private static void hangUp(HttpPost call, ClassicHttpResponse response) {
        call.abort();
        try {
            response.close();
        } catch (IOException e) {
            // What was being read is gone, which is what was wanted.
        }
    }

    private static HttpOperationFailedException refused(String account, ClassicHttpResponse response) throws IOException {
        byte[] body = response.getEntity() == null ? new byte[0] : response.getEntity().getContent().readNBytes(ERROR_BYTES);
        Map<String, String> headers = new HashMap<>();
        for (var header : response.getHeaders()) {
            headers.put(header.getName(), header.getValue());
        }
        // An answer that is no stream where one was asked for is no answer.
        int status = response.getCode() < 300 ? 502 : response.getCode();
        return new HttpOperationFailedException("https://" + account, status, response.getReasonPhrase(), null, headers,
                new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /** Tells which connection a call has got. */
    private static final class Remembering extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection, HttpResponseInformationCallback informed,
                HttpContext context) throws IOException, HttpException {
            context.setAttribute(CONNECTION, connection);
            CallDeadline deadline = (CallDeadline) context.getAttribute(DEADLINE);
            if (deadline.isOver()) {
                throw deadline.tooLate();
            }
            deadline.sent();
            return super.execute(request, connection, informed, context);
        }
    }

    private record Call(HttpPost post, CallDeadline deadline) {
    }

    /** An answer's body: at its end the connection serves the next call, before it nobody waits for the end. */
    public static final class Opened extends FilterInputStream {

        private final HttpPost call;
        private final ClassicHttpResponse response;
        private final HttpClientConnection connection;
        private final Duration longest;
        private CallDeadline deadline;
        private boolean closed;

        private Opened(Call call, ClassicHttpResponse response, HttpClientConnection connection, Duration longest) throws IOException {
            super(response.getEntity().getContent());
            this.call = call.post();
            this.deadline = call.deadline();
            this.response = response;
            this.connection = connection;
            this.longest = longest;
        }

        /** The first token is there: the rest has as long as a stream may last. */
        public void begun() {
            deadline.close();
            if (!deadline.isOver() && !closed) {
                deadline = CallDeadline.after(longest, call::abort);
                deadline.sent();
            }
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw deadline.explain(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                throw deadline.explain(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            deadline.close();
            if (!deadline.isOver() && ended()) {
                response.close();
            } else {
                hangUp(call, response);
            }
        }

        /** What comes behind the last event, a few bytes that end the body, has nearly always come with it. */
        private boolean ended() {
            try {
                connection.setSocketTimeout(AT_ONCE);
                // The client takes the connection back when it sees the end.
                return in.read() < 0;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
