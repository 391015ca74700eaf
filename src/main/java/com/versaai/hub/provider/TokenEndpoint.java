package com.versaai.hub.provider;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.util.Timeout;

/** One OAuth token request (RFC 6749): a form goes out, JSON comes back. */
public final class TokenEndpoint implements AutoCloseable {

    private final CloseableHttpClient client;
    private final Clock clock;
    private final FaultClassifier faults;

    /** @param timeout of the whole call, and of making a connection */
    TokenEndpoint(HttpClientConfigurer bounds, Duration timeout, Clock clock, FaultClassifier faults) {
        Timeout limit = Timeout.of(timeout);
        HttpClientBuilder builder = HttpClientBuilder.create().setDefaultRequestConfig(RequestConfig.custom()
                .setConnectTimeout(limit).setResponseTimeout(limit).setConnectionRequestTimeout(limit).build());
        bounds.configureHttpClient(builder);
        this.client = builder.build();
        this.clock = clock;
        this.faults = faults;
    }

    /**
     * The answer of {@code url} to {@code form}: 200, with an {@code access_token} in it.
     *
     * @param provider the account, for the fault
     * @throws ProviderException permanent for a refusal ({@code invalid_client}), transient for all that may pass: the
     *         message itself was not sent, so nothing is in doubt
     */
    public ProviderAnswer request(String provider, URI url, Map<String, String> form) {
        return request(provider, url, null, form);
    }

    /**
     * The same, where the client proves itself in a header.
     *
     * @param authorization null for none
     */
    public ProviderAnswer request(String provider, URI url, String authorization, Map<String, String> form) {
        List<NameValuePair> fields = new ArrayList<>();
        form.forEach((name, value) -> fields.add(new BasicNameValuePair(name, value)));
        HttpPost post = new HttpPost(url);
        post.setEntity(new UrlEncodedFormEntity(fields, StandardCharsets.UTF_8));
        post.setHeader("Accept", "application/json");
        if (authorization != null) {
            post.setHeader("Authorization", authorization);
        }
        ProviderAnswer answer;
        try {
            answer = client.execute(post, this::read);
        } catch (IOException e) {
            Fault fault = faults.classify(provider, e);
            throw failed(provider, fault, FaultClass.TRANSIENT);
        }
        // Some say 200 and {"error": "invalid_code"}.
        if (answer.status() >= 400 || answer.json().path("error").isTextual() && !answer.json().has("access_token")) {
            Fault fault = new GenericFaults().decode(answer);
            throw failed(provider, fault, fault.faultClass());
        }
        Promised token = Promised.of(provider, answer.status(), type(answer), answer.body());
        if (answer.status() != 200 || !token.isToken()) {
            Fault fault = answer.fault(FaultClass.TRANSIENT, "no_access_token", null);
            throw failed(provider, new Fault(fault.faultClass(), fault.status(), fault.code(),
                    "HTTP " + answer.status() + " holds no access token: " + token.came(), fault.retryAfter(), null), FaultClass.TRANSIENT);
        }
        return answer;
    }

    private static String type(ProviderAnswer answer) {
        return answer.headers().entrySet().stream().filter(header -> "content-type".equalsIgnoreCase(header.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse(null);
    }

    private static ProviderException failed(String provider, Fault fault, FaultClass faultClass) {
        return new ProviderException(provider, new Fault(faultClass, fault.status(), fault.code(),
                "login failed: " + fault.message(), fault.retryAfter(), fault.answer()));
    }

    private ProviderAnswer read(ClassicHttpResponse response) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.put(header.getName(), header.getValue());
        }
        byte[] body = response.getEntity() == null ? new byte[0] : response.getEntity().getContent().readAllBytes();
        return ProviderAnswer.of(response.getCode(), headers, new String(body, StandardCharsets.UTF_8), clock);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
