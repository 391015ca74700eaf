package com.versaai.hub.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Announces a simulated provider. Whoever adds one writes a class of this kind, called {@code <Provider>Sandbox}, with a constructor
 * without arguments, into {@code com.versaai.hub.sandbox.<provider>}, and lists it nowhere: it is found there, its simulator answers
 * under {@code /<provider>/…}, and a hub in profile {@code sandbox} has its settings. Its comment says what the simulator takes for one
 * and the same effect.
 */
public interface SimulatorFactory {

    /** The provider in lower case, as in paths and settings: the last part of the package's name. */
    String name();

    /** Whether access tokens can expire, so that {@link Simulator#expireTokens} does something. */
    default boolean issuesTokens() {
        return false;
    }

    /**
     * What the hub needs for calling the simulator: the values of {@code hub.provider.<name>.<setting>} by setting, the credentials that
     * the simulator accepts among them. They are published and open nothing else; let each secret say {@code sandbox}.
     *
     * @param url where the simulator is, without a slash at the end
     */
    Map<String, String> settings(String url);

    /** Choices that {@code hub.sandbox.simulators.<name>-<option>} may make otherwise, with their usual values. */
    default Map<String, List<String>> options() {
        return Map.of();
    }

    /** A simulator that remembers nothing yet. */
    Simulator simulator(Surroundings surroundings);

    /** The provider's webhooks, where it is to send some: {@code POST /sandbox/send/<name>/<event type>}. */
    default Optional<WebhookSender> sender(Clock clock) {
        return Optional.empty();
    }
}
