/**
 * Calls at a destination that somebody waits for, each with one effect per key of its caller.
 * Uses {@code delivery.attempt}, {@code delivery.destination}, {@code engine}, {@code event}, {@code gateway}, {@code mapping} and {@code provider}.
 */
package com.versaai.hub.delivery.direct;
