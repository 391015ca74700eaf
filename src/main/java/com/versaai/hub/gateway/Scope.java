package com.versaai.hub.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a key may do ({@code hub.api.keys[n].scopes}). Which operation needs which stands in the contract, as {@code x-scope}. */
public enum Scope {
    /** Publish events in the product's name. */
    EVENTS_WRITE("events:write"),
    /** Ask language models. */
    AI("ai"),
    /** See deliveries, timelines and how destinations are. */
    DELIVERIES_READ("deliveries:read"),
    /** Look up people in the CRMs by their addresses. */
    CONTACTS_READ("contacts:read"),
    /** See dead letters, payloads included. */
    DEAD_LETTERS_READ("dead-letters:read"),
    /** Edit, replay and discard dead letters. What a sender signed, or says in a reserved name, cannot be edited with it. */
    DEAD_LETTERS_WRITE("dead-letters:write"),
    /** Besides {@link #DEAD_LETTERS_WRITE}: edit even that; who did it is written into the event. */
    DEAD_LETTERS_FORGE("dead-letters:forge"),
    /** Have what a provider holds taken in, and stop that. */
    LOADS_WRITE("loads:write"),
    /** Post messages to the channels of {@code hub.slack.api.channels}. */
    SLACK_WRITE("slack:write"),
    /** See who has installed the Slack app, and make links by which people install it. */
    SLACK_INSTALL("slack:install"),
    /** See what runs: catalog, lint, problems. */
    ROUTES_READ("routes:read"),
    /** Send an event through a route for show, and see samples of captured events. */
    ROUTES_DRY_RUN("routes:dry-run"),
    /** Have the hub compile and run one's own code. Whoever has it can do all that the hub's process can. */
    ROUTES_CODE("routes:code");

    private final String label;

    Scope(String label) {
        this.label = label;
    }

    /** The scope of that name in the configuration and the contract. */
    static Optional<Scope> labelled(String label) {
        return Arrays.stream(values()).filter(scope -> scope.label.equals(label)).findFirst();
    }

    /** All names. */
    static List<String> labels() {
        return Arrays.stream(values()).map(Scope::label).toList();
    }

    /** As it stands in the configuration and the contract. */
    public String label() {
        return label;
    }
}
