package com.versaai.hub.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Calls that only read: one without an answer has done nothing, so that nobody need doubt it, and it can be tried again. A refusal is thrown
 * here and not by camel-http, whose exception repeats the whole address, and with it what was asked for.
 *
 * @param provider whose calls they are, for faults
 * @param calls    what puts address and credentials on them
 */
public record ReadOnlyCalls(String provider, DescribedCalls calls, FaultClassifier faults) implements DescribedCalls {

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        calls.configureHttpClient(client);
        client.addExecInterceptorFirst("only-reads", (request, scope, chain) -> {
            try {
                return refused(read(chain.proceed(request, scope)));
            } catch (IOException e) {
                throw new ProviderException(provider, faults.classify(provider, e).ofRead());
            }
        });
    }

    @Override
    public HttpClientConfigurer described(ExecChainHandler instead) {
        return calls.described(instead);
    }

    private ClassicHttpResponse refused(ClassicHttpResponse answer) throws IOException {
        if (answer.getCode() < HttpStatus.SC_REDIRECTION) {
            return answer;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : answer.getHeaders()) {
            headers.putIfAbsent(header.getName(), header.getValue());
        }
        String body = answer.getEntity() == null ? null : new String(EntityUtils.toByteArray(answer.getEntity()), StandardCharsets.UTF_8);
        throw new ProviderException(provider, faults.decode(provider, answer.getCode(), headers, body).ofRead());
    }

    /** Here and not by camel-http, which would find half an answer in doubt. */
    private static ClassicHttpResponse read(ClassicHttpResponse answer) throws IOException {
        HttpEntity entity = answer.getEntity();
        if (entity != null) {
            ContentType type = ContentType.parseLenient(entity.getContentType());
            answer.setEntity(new ByteArrayEntity(EntityUtils.toByteArray(entity), type));
        }
        return answer;
    }
}
