/**
 * What an event is to cause: its route adds to a plan, and the whole is published at once; what could not be planned is kept.
 * Uses {@code delivery.deadletter}, {@code delivery.destination}, {@code delivery.record}, {@code engine}, {@code event}, {@code mapping} and {@code provider}.
 */
package com.versaai.hub.delivery.plan;
