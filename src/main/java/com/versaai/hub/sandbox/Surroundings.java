package com.versaai.hub.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * What a simulator works with.
 *
 * @param ledger   where it writes down what took effect and what it refused
 * @param clock    its time
 * @param capacity how many records it keeps at most
 * @param options  the choices of its {@link SimulatorFactory#options}, as they were made
 */
public record Surroundings(Ledger ledger, Clock clock, int capacity, Map<String, List<String>> options) {
}
