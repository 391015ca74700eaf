package com.versaai.hub.provider;

import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;

/** A call that has as long as its header {@value #HEADER} says: what is left of a deadline, which no endpoint option can know. */
final class TimedCalls implements HttpClientConfigurer {

    /** Milliseconds; never leaves the hub. */
    static final String HEADER = "Hub-Patience";

    private final HttpClientConfigurer bounds;

    TimedCalls(HttpClientConfigurer bounds) {
        this.bounds = bounds;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        bounds.configureHttpClient(client);
        // Outermost: the bounds ask for the response timeout, too.
        client.addExecInterceptorFirst("patience", TimedCalls::call);
    }

    private static ClassicHttpResponse call(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Header patience = request.getFirstHeader(HEADER);
        if (patience != null) {
            request.removeHeaders(HEADER);
            scope.clientContext.setRequestConfig(RequestConfig.copy(scope.clientContext.getRequestConfigOrDefault())
                    .setResponseTimeout(Timeout.ofMilliseconds(Math.max(1, Long.parseLong(patience.getValue())))).build());
        }
        return chain.proceed(request, scope);
    }
}
