package com.versaai.hub.dryrun;

import com.versaai.hub.provider.DescribedCalls;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Component;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.springframework.context.ApplicationContext;

/** Stands at the end of every HTTP client of a stage: takes the request down and answers {@code {}} itself. */
final class Requests {

    private final Mask mask;
    private final List<Request> taken = new CopyOnWriteArrayList<>();

    Requests(Mask mask) {
        this.mask = mask;
    }

    /** One request as it would have gone out, secrets masked. */
    record Request(String method, String url, Map<String, String> headers, String body) {
    }

    /** Stand-ins for the beans that kamelets name as their clients' configurers. */
    Map<String, Object> beans(ApplicationContext spring) {
        Map<String, Object> beans = new HashMap<>();
        // One that cannot show its calls makes none.
        spring.getBeansOfType(HttpClientConfigurer.class).forEach((name, calls) -> beans.put(name, plain()));
        spring.getBeansOfType(DescribedCalls.class).forEach((name, calls) -> beans.put(name, calls.described(this::take)));
        return beans;
    }

    /** Also clients that no such bean configures, and whatever else a route or kamelet may call. */
    void settings(ModelCamelContext context) {
        Map<String, Component> clients = new HashMap<>();
        for (String scheme : List.of("http", "https")) {
            HttpComponent http = new HttpComponent();
            http.setHttpClientConfigurer(plain());
            clients.put(scheme, http);
        }
        StageComponents.only(context, this::take, clients);
    }

    /** The hub's beans as far as they only compute; what others are asked for is taken down. */
    BeanRepository lent(BeanRepository hub) {
        return new StageBeans(hub, this::take);
    }

    private HttpClientConfigurer plain() {
        return client -> client.addExecInterceptorBefore(ChainElement.CONNECT.name(), "instead", this::take);
    }

    private void take(String address, Message message) {
        String scheme = address.substring(0, address.indexOf(':'));
        taken.add(new Request(scheme.toUpperCase(Locale.ROOT), mask.text(address.substring(scheme.length() + 1)),
                message == null ? Map.of() : headers(message.getHeaders()),
                message == null ? "" : mask.text(String.valueOf(message.getBody(String.class)))));
    }

    private Map<String, String> headers(Map<String, Object> all) {
        Map<String, String> shown = new LinkedHashMap<>();
        all.forEach((name, value) -> shown.put(name, mask.header(name, String.valueOf(value))));
        return shown;
    }

    private ClassicHttpResponse take(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : request.getHeaders()) {
            headers.merge(header.getName(), mask.header(header.getName(), header.getValue()), (a, b) -> a + ", " + b);
        }
        // The last of the client adds these from the address and the body.
        headers.putIfAbsent("Host", request.getAuthority() == null ? "" : request.getAuthority().toString());
        if (request.getEntity() != null && request.getEntity().getContentType() != null) {
            headers.putIfAbsent("Content-Type", request.getEntity().getContentType());
        }
        String body = request.getEntity() == null ? "" : new String(EntityUtils.toByteArray(request.getEntity()), StandardCharsets.UTF_8);
        try {
            taken.add(new Request(request.getMethod(), mask.text(request.getUri().toString()), headers, mask.text(body)));
        } catch (URISyntaxException e) {
            throw new HttpException("the kamelet's path is no path", e);
        }
        ClassicHttpResponse answer = new BasicClassicHttpResponse(200);
        answer.setEntity(new StringEntity("{}", ContentType.APPLICATION_JSON));
        return answer;
    }

    /** What was taken since the last call. */
    List<Request> drain() {
        List<Request> all = List.copyOf(taken);
        taken.clear();
        return all;
    }
}
