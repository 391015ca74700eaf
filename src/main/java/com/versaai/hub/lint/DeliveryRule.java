package com.versaai.hub.lint;

import java.util.List;
import java.util.function.Consumer;

/** What a route plans can be delivered: the destination is configured and has a mapping for the action. */
final class DeliveryRule implements Rule {

    private static final String NAME = "delivery";
    private static final String SINK = "hub-delivery-sink";

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        subject.endpoints().filter(use -> use.is("kamelet") && use.kamelet().equals(SINK)).forEach(use -> plan(subject.names(), use, found));
        late(subject, found);
    }

    /** The loader refuses what one file says; what several say together is seen here. */
    private static void late(Subject subject, Consumer<Finding> found) {
        subject.late().forEach(late -> found.accept(Finding.error(NAME, late.place(), late.text(), "Plan in the event's own route, before that step.")));
    }

    private static void plan(Names names, Endpoint use, Consumer<Finding> found) {
        String to = use.options().getOrDefault("to", "");
        String action = use.options().getOrDefault("action", "");
        // Without one of them the call of the kamelet is wrong already.
        if (to.isEmpty() || action.isEmpty() || Endpoint.open(to)) {
            return;
        }
        List<String> destinations = names.addressed(to);
        if (destinations.isEmpty()) {
            found.accept(Finding.error(NAME, use.place(), to + " is neither a destination nor a kind of destinations",
                    "Name one of " + String.join(", ", names.destinations().keySet()) 
                    + ", a kind of them, or add a connector (bin/hub new-connector) or an entry of hub.delivery.destinations."));
        }
        if (!Endpoint.open(action)) {
            destinations.stream().filter(destination -> !names.hasMapping(destination, action))
                    .forEach(destination -> found.accept(Finding.error(NAME, use.place(), destination + " has no mapping for " + action,
                            "Write " + names.mapping(destination, action).toString().replace('\\', '/') + ".")));
        }
    }
}
