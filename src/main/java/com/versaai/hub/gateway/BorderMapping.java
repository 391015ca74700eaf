package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpListener;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.MatchableHandlerMapping;
import org.springframework.web.servlet.handler.RequestMatchResult;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the consumer of an address without placeholders, which is where the traffic is, by one look into a table. Everything
 * else goes on to Camel's own mapping, which tries every pattern of the contract, three times a request.
 * <p>Spring asks twice a request: a filter before security makes an exception of every mapping that is not matchable.
 */
final class BorderMapping extends AbstractHandlerMapping implements MatchableHandlerMapping, PlatformHttpListener {

    /** Before the mapping of the actuator (-100), which tries each of its endpoints; Camel's own has -1. */
    private static final int ORDER = -101;

    private record Target(BorderConsumer consumer, Set<String> methods) {
    }

    private final Map<String, Target> targets = new ConcurrentHashMap<>();

    BorderMapping() {
        setOrder(ORDER);
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

    @Override
    public RequestMatchResult match(HttpServletRequest request, String pattern) {
        PathPattern parsed = getPatternParser().parse(pattern);
        PathContainer path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
        return parsed.matches(path) ? new RequestMatchResult(parsed, path) : null;
    }
}
