package com.versaai.hub.provider;

import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Puts address and credentials on a call inside the HTTP client: a kamelet calls {@code https://<account>/<path>}, and
 * {@link ProviderAccess} says where that is.
 *
 * <p>So no secret (token, webhook URL) is ever in a message header, an endpoint URI, an exception message or a trace,
 * and a 401 is answered with a new token at one place: renewed once, the same request sent once more.
 */
public final class AuthorizedCalls implements DescribedCalls {

    private final HttpClientConfigurer bounds;
    private final ProviderAccess access;

    /**
     * @param bounds what every client of the hub has in common
     * @param access where the calls go and with which credentials
     */
    public AuthorizedCalls(HttpClientConfigurer bounds, ProviderAccess access) {
        this.bounds = bounds;
        this.access = access;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.addExecInterceptorFirst("provider-access", this::call);
        // After the line above: the last one added first is outermost, and also bounds the answer that is left.
        bounds.configureHttpClient(client);
    }

    @Override
    public HttpClientConfigurer described(ExecChainHandler instead) {
        return client -> {
            client.addExecInterceptorFirst("provider-access", (request, scope, chain) -> send(access.described(uri(request)), request, scope, chain));
            bounds.configureHttpClient(client);
            client.addExecInterceptorBefore(ChainElement.CONNECT.name(), "instead", instead);
        };
    }

    private ClassicHttpResponse call(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        URI symbolic = uri(request);
        ProviderAccess.Target target = access.target(symbolic);
        ClassicHttpResponse answer = send(target, request, scope, chain);
        if (answer.getCode() != HttpStatus.SC_UNAUTHORIZED || !repeatable(request)) {
            return answer;
        }
        ProviderAccess.Target renewed;
        try {
            renewed = access.renewed(symbolic, target);
        } catch (RuntimeException e) {
            scope.execRuntime.discardEndpoint();
            throw e;
        }
        if (renewed == null) {
            return answer;
        }
        scope.execRuntime.discardEndpoint();
        return send(renewed, request, scope, chain);
    }

    private static ClassicHttpResponse send(ProviderAccess.Target target, ClassicHttpRequest request, ExecChain.Scope scope,
            ExecChain chain) throws IOException, HttpException {
        ClassicRequestBuilder copy = ClassicRequestBuilder.copy(request).setUri(target.uri());
        if (target.authorization() != null) {
            copy.setHeader(target.header(), target.authorization());
        }
        ClassicHttpRequest real = copy.build();
        HttpHost host = HttpHost.create(target.uri());
        boolean secure = "https".equals(host.getSchemeName());
        HttpHost proxy = scope.route.getProxyHost();
        HttpRoute route = proxy == null ? new HttpRoute(withPort(host), null, secure) : new HttpRoute(withPort(host), null, proxy, secure);
        return chain.proceed(real, new ExecChain.Scope(scope.exchangeId, route, real, scope.execRuntime, scope.clientContext));
    }

    private static HttpHost withPort(HttpHost host) {
        int byScheme = "https".equals(host.getSchemeName()) ? 443 : 80;
        return host.getPort() > 0 ? host : new HttpHost(host.getSchemeName(), host.getHostName(), byScheme);
    }

    private static boolean repeatable(ClassicHttpRequest request) {
        return request.getEntity() == null || request.getEntity().isRepeatable();
    }

    private static URI uri(ClassicHttpRequest request) throws HttpException {
        try {
            return request.getUri();
        } catch (URISyntaxException e) {
            throw new HttpException("the kamelet's path is no path", e);
        }
    }
}
