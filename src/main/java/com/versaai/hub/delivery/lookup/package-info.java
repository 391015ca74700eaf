/**
 * Contacts asked for at destinations, for an answer at once: kept for a while, and within the destination's rate and circuit.
 * Uses {@code connector}, {@code delivery.attempt}, {@code delivery.destination}, {@code engine}, {@code gateway} and {@code provider}.
 */
package com.versaai.hub.delivery.lookup;
