/**
 * One delivery on its way: read, deduplicated, held to its rate and circuit, claimed, called, and recorded as delivered, parked or dead.
 * Uses {@code clock}, {@code delivery.deadletter}, {@code delivery.destination}, {@code delivery.record}, {@code engine}, {@code event}, {@code provider} and
 * {@code rate}.
 */
package com.versaai.hub.delivery.attempt;
