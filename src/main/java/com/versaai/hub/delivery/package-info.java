/**
 * Stage 4 of the way a message takes: what is to be delivered, what became of it, parking, dead letters, history.
 * Nothing here calls a provider: that is a kamelet's work, and when it is called is a route's. From the bottom:
 * {@code destination}, {@code record}, {@code deadletter}, {@code plan} and {@code attempt}, {@code direct} and {@code api}.
 * Uses nothing else of the hub.
 */
package com.versaai.hub.delivery;
