package com.versaai.hub.reload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.NamedNode;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;

/**
 * Finds deliveries that routes would plan when the event no longer waits for them: behind an aggregate, in a wireTap, on a queue. The event
 * would be acknowledged as handled, and they would be lost.
 */
public final class LatePlans {

    private static final String SINK = "kamelet:hub-delivery-sink";
    private static final String BEHIND = " does not end with the event: the event is acknowledged, and deliveries planned there are lost";

    private final Map<String, List<RouteDefinition>> listeners = new HashMap<>();
    private final Set<String> walked = new HashSet<>();
    private final List<Late> found = new ArrayList<>();
    private RouteDefinition route;

    private LatePlans() {
    }

    /**
     * A step that would plan too late.
     *
     * @param why what is wrong, and what to do
     */
    public record Late(NamedNode step, String routeId, String why) {
    }

    /** In these routes, and in those of them that others of them send to. */
    public static List<Late> of(Collection<RouteDefinition> routes) {
        LatePlans plans = new LatePlans();
        for (RouteDefinition route : routes) {
            plans.listeners.computeIfAbsent(address(route.getInput().getEndpointUri()), uri -> new ArrayList<>()).add(route);
        }
        routes.forEach(route -> plans.route(route, queue(route)));
        return List.copyOf(plans.found);
    }

    /** What a route begins with, where that is no part of the route that sends to it; null where it is. */
    private static String queue(RouteDefinition route) {
        String from = address(route.getInput().getEndpointUri());
        boolean within = from.startsWith("kamelet:") || from.startsWith("direct:");
        return within ? null : "a route that begins with " + from.replaceFirst(":.*", ":");
    }

    private void route(RouteDefinition walkedInto, String behind) {
        if (!walked.add(walkedInto.getId() + " behind " + behind)) {
            return;
        }
        RouteDefinition before = route;
        route = walkedInto;
        walk(walkedInto.getOutputs(), behind);
        route = before;
    }

    private void walk(List<ProcessorDefinition<?>> steps, String behind) {
        steps.forEach(step -> step(step, behind));
    }

    private void step(ProcessorDefinition<?> step, String behind) {
        String now = behind != null ? behind : detaching(step);
        plan(step, now);
        if (step instanceof ChoiceDefinition choice) {
            choice.getWhenClauses().forEach(when -> walk(when.getOutputs(), now));
            if (choice.getOtherwise() != null) {
                walk(choice.getOtherwise().getOutputs(), now);
            }
            return;
        }
        walk(step.getOutputs(), now);
        if (step instanceof CircuitBreakerDefinition breaker && breaker.getOnFallback() != null) {
            walk(breaker.getOnFallback().getOutputs(), now);
        }
    }

    private void plan(ProcessorDefinition<?> step, String behind) {
        String uri = uri(step);
        boolean plans = uri != null && uri.startsWith(SINK) || step instanceof BeanDefinition bean && "deliveryPlan".equals(bean.getRef());
        if (behind == null) {
            return;
        }
        if (plans && found.stream().noneMatch(late -> late.step() == step)) {
            found.add(new Late(step, route.getId(), behind + BEHIND + ". Plan before it, or in the route itself (split, filter and choice are part of it)"));
        } else if (uri != null) {
            listeners.getOrDefault(uri, List.of()).forEach(listening -> route(listening, behind));
        }
    }

    /** What of an event is still under way there when its route is through, in words; null where nothing is. */
    private static String detaching(ProcessorDefinition<?> step) {
        if (step instanceof AggregateDefinition) {
            return "an aggregate";
        }
        if (step instanceof ResequenceDefinition) {
            return "a resequence";
        }
        if (step instanceof WireTapDefinition<?>) {
            return "a wireTap";
        }
        if (step instanceof OnCompletionDefinition) {
            return "an onCompletion";
        }
        String timeout = step instanceof SplitDefinition split ? split.getTimeout() : step instanceof MulticastDefinition multicast ? multicast.getTimeout()
                : step instanceof RecipientListDefinition<?> list ? list.getTimeout() : null;
        return timeout == null || timeout.isBlank() || "0".equals(timeout) ? null : "a timeout of " + step.getShortName();
    }

    private static String uri(ProcessorDefinition<?> step) {
        if (step instanceof KameletDefinition kamelet) {
            return "kamelet:" + kamelet.getName();
        }
        String uri = step instanceof ToDynamicDefinition to ? to.getUri() : step instanceof SendDefinition<?> send ? send.getEndpointUri() : null;
        return uri == null ? null : address(uri);
    }

    private static String address(String uri) {
        return uri.replaceFirst("\\?.*", "").replaceFirst(":/+", ":");
    }
}
