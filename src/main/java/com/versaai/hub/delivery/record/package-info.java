/**
 * What is written down of a delivery: the row that is deduplication, claim, parking and dead letter at once, the history of its attempts,
 * and how long all that is kept. Uses {@code delivery.destination}, {@code engine}, {@code event}, {@code provider} and {@code storage}.
 */
package com.versaai.hub.delivery.record;
