package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpListener;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * Finds the consumer of an address without placeholders, which is where the traffic is, by one look into a table. Everything
 * else goes on to Camel's own mapping, which tries every pattern of the contract, three times a request.
 */
final class BorderMapping extends AbstractHandlerMapping implements PlatformHttpListener {

    private record Target(BorderConsumer consumer, Set<String> methods) {
    }

    private final Map<String, Target> targets = new ConcurrentHashMap<>();

    BorderMapping() {
        setOrder(-2); // Camel's has -1
    }

    @Override
    public void registerHttpEndpoint(HttpEndpointModel endpoint) {
        String path = endpoint.getUri();
        if (path.indexOf('{') < 0 && endpoint.getVerbs() != null && endpoint.getConsumer() instanceof BorderConsumer consumer) {
            targets.put(path.startsWith("/") ? path : '/' + path, new Target(consumer, Set.of(endpoint.getVerbs().split(","))));
        }
    }

    @Override
    public void unregisterHttpEndpoint(HttpEndpointModel endpoint) {
        targets.values().removeIf(target -> target.consumer() == endpoint.getConsumer());
    }

    @Override
    protected Object getHandlerInternal(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Target target = targets.get(path);
        if (target == null || !target.methods().contains(request.getMethod())) {
            return null;
        }
        request.setAttribute(BEST_MATCHING_PATTERN_ATTRIBUTE, path);
        ServerHttpObservationFilter.findObservationContext(request).ifPresent(observed -> observed.setPathPattern(path));
        return target.consumer();
    }
}
