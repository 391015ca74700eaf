/**
 * Dead letters of every stage: kept, browsed, mended, replayed, discarded, one by one or many as a job.
 * Uses {@code clock}, {@code delivery.destination}, {@code delivery.record}, {@code engine}, {@code event}, {@code gateway}, {@code provider} and {@code rate}.
 */
package com.versaai.hub.delivery.deadletter;
