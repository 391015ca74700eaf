package com.versaai.hub.connector.amplitude;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.DescribedCalls;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Amplitude wants its key in the body: it is put there inside the HTTP client, so that the message, which may end as a
 * dead letter that people read, never holds it.
 */
public final class AmplitudeCalls implements DescribedCalls {

    /** Numbers leave as they came: a tree would make 250.00 into 2.5E+2. */
    private static final ObjectMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).nodeFactory(JsonNodeFactory.withExactBigDecimals(true)).build();

    private final Secrets secrets;
    private final AuthorizedCalls calls;

    AmplitudeCalls(HttpClientConfigurer bounds, Secrets secrets) {
        this.secrets = secrets;
        this.calls = new AuthorizedCalls(bounds, this::target);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        calls.configureHttpClient(client);
        // Last, hence outermost: it still sees the account, which the address replaces further in.
        client.addExecInterceptorFirst("amplitude-key", this::keyed);
    }

    @Override
    public HttpClientConfigurer described(ExecChainHandler instead) {
        return client -> {
            calls.described(instead).configureHttpClient(client);
            client.addExecInterceptorFirst("amplitude-key", this::keyed);
        };
    }

    private ProviderAccess.Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        return new ProviderAccess.Target(secrets.url(settings + ".base-url", symbolic.getRawPath()), null, null);
    }

    private ClassicHttpResponse keyed(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String key = secrets.value("hub.provider." + account(request) + ".api-key");
        ObjectNode body = JSON.createObjectNode();
        body.put("api_key", key);
        body.setAll(withoutKey(request));
        ByteArrayEntity entity = new ByteArrayEntity(JSON.writeValueAsBytes(body), ContentType.APPLICATION_JSON);
        return chain.proceed(ClassicRequestBuilder.copy(request).setEntity(entity).build(), scope);
    }

    private static ObjectNode withoutKey(ClassicHttpRequest request) throws IOException {
        JsonNode payload;
        try {
            payload = request.getEntity() == null ? null : JSON.readTree(EntityUtils.toByteArray(request.getEntity()));
        } catch (JsonProcessingException e) {
            // Without the cause, whose text repeats the payload.
            throw Payload.invalid("amplitude", "the payload is no JSON");
        }
        if (payload instanceof ObjectNode object) {
            object.remove("api_key");
            return object;
        }
        throw Payload.invalid("amplitude", "the payload is no JSON object");
    }

    private static String account(ClassicHttpRequest request) throws HttpException {
        try {
            return request.getUri().getHost();
        } catch (URISyntaxException e) {
            throw new HttpException("the kamelet's path is no path", e);
        }
    }
}
