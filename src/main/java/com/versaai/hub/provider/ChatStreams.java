package com.versaai.hub.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Bean {@code chatStreams}: opens a streamed completion. What a kamelet can't say: camel-http reads an answer before it hands it on,
 * and nobody could hang up in the middle of one.
 */
public final class ChatStreams implements AutoCloseable {

    private static final int MOST = 1000;
    private static final int ERROR_BYTES = 64 * 1024;

    private final ApiKeyAccess access;
    private final CloseableHttpClient client;

    ChatStreams(Secrets secrets, Duration connect) {
        access = new ApiKeyAccess(secrets);
        ConnectionConfig connecting = ConnectionConfig.custom().setConnectTimeout(Timeout.of(connect)).build();
        HttpClientBuilder builder = HttpClients.custom().setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(MOST).setMaxConnTotal(MOST).setDefaultConnectionConfig(connecting).build());
        // Unpacking would hold tokens back.
        client = builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement().disableAuthCaching()
                .disableContentCompression().setUserAgent("VersaAI-Hub").build();
    }

    /**
     * The provider's events, from an answer that is 200 and a stream.
     *
     * @param silence longest pause, before the answer and in it
     * @param heard   told the answer's headers
     * @return closing it hangs up
     * @throws HttpOperationFailedException for any other answer
     */
    public InputStream open(String account, byte[] request, Duration silence, Consumer<UnaryOperator<String>> heard)
            throws IOException, HttpOperationFailedException {
        ProviderAccess.Target target = access.target(URI.create("https://" + account + "/chat/completions"));
        HttpPost post = new HttpPost(target.uri());
        post.setConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(silence)).build());
        post.setHeader(HttpHeaders.AUTHORIZATION, target.authorization());
        post.setHeader(HttpHeaders.ACCEPT, "text/event-stream");
        post.setEntity(new ByteArrayEntity(request, ContentType.APPLICATION_JSON));
        ClassicHttpResponse response = client.executeOpen(null, post, null);
        try {
            boolean stream = response.getEntity() != null && String.valueOf(response.getEntity().getContentType()).startsWith("text/event-stream");
            if (response.getCode() != 200 || !stream) {
                throw refused(account, response);
            }
            heard.accept(name -> response.getFirstHeader(name) == null ? null : response.getFirstHeader(name).getValue());
            InputStream events = response.getEntity().getContent();
            return new FilterInputStream(events) {
                @Override
                public void close() throws IOException {
                    hangUp(post, response);
                }
            };
        } catch (IOException | HttpOperationFailedException | RuntimeException e) {
            hangUp(post, response);
            throw e;
        }
    }

    /** Drops the connection first: closing stream or response would read on to the end. */
    private static void hangUp(HttpPost call, ClassicHttpResponse response) throws IOException {
        call.abort();
        response.close();
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
}
