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
 * Finds the consumer of an address without placeholders, or with one as its last part, which is where the traffic is, by two looks into
 * tables. Everything else goes on to Camel's own mapping, which tries every pattern of the contract, three times a request.
 * <p>Spring asks twice a request: a filter before security makes an exception of every mapping that is not matchable.
 */
final class BorderMapping extends AbstractHandlerMapping implements MatchableHandlerMapping, PlatformHttpListener {

    /** Before the mapping of the actuator (-100), which tries each of its endpoints; Camel's own has -1. */
    private static final int ORDER = -101;

    /** @param pattern as the contract has it, {@code /webhooks/{source}} */
    private record Target(BorderConsumer consumer, Set<String> methods, String pattern) {
    }

    /** By address; by what stands before the placeholder, which ends with a slash. */
    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    /** Addresses that are somebody else's although a placeholder would fit. */
    private final Map<String, HttpEndpointModel> others = new ConcurrentHashMap<>();

    BorderMapping() {
        setOrder(ORDER);
    }

    @Override
    public void registerHttpEndpoint(HttpEndpointModel endpoint) {
        String path = endpoint.getUri().startsWith("/") ? endpoint.getUri() : '/' + endpoint.getUri();
        int placeholder = path.indexOf('{');
        boolean last = placeholder > 0 && path.charAt(placeholder - 1) == '/' && path.indexOf('}') == path.length() - 1;
        if ((placeholder < 0 || last) && endpoint.getVerbs() != null && endpoint.getConsumer() instanceof BorderConsumer consumer) {
            targets.put(last ? path.substring(0, placeholder) : path, new Target(consumer, Set.of(endpoint.getVerbs().split(",")), path));
        } else if (placeholder < 0) {
            others.put(path, endpoint);
        }
    }

    @Override
    public void unregisterHttpEndpoint(HttpEndpointModel endpoint) {
        targets.values().removeIf(target -> target.consumer() == endpoint.getConsumer());
        others.values().removeIf(other -> other.getConsumer() == endpoint.getConsumer());
    }

    @Override
    protected Object getHandlerInternal(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Target target = target(path);
        if (target == null || !target.methods().contains(request.getMethod())) {
            return null;
        }
        request.setAttribute(BEST_MATCHING_PATTERN_ATTRIBUTE, target.pattern());
        ServerHttpObservationFilter.findObservationContext(request).ifPresent(observed -> observed.setPathPattern(target.pattern()));
        return target.consumer();
    }

    private Target target(String path) {
        Target exact = targets.get(path);
        int slash = path.lastIndexOf('/') + 1;
        return exact != null && exact.pattern().equals(path) ? exact
                : slash == path.length() || others.containsKey(path) ? null : targets.get(path.substring(0, slash));
    }

    @Override
    public RequestMatchResult match(HttpServletRequest request, String pattern) {
        PathPattern parsed = getPatternParser().parse(pattern);
        PathContainer path = ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication();
        return parsed.matches(path) ? new RequestMatchResult(parsed, path) : null;
    }
}
