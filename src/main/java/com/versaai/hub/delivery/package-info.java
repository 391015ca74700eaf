/**
 * Stage 4 of the way a message takes: what is to be delivered, what became of it, parking, dead letters, history.
 * Nothing here calls a provider: that is a kamelet's work, and when it is called is a route's.
 * Uses {@code connector}, {@code engine}, {@code event}, {@code gateway}, {@code mapping}, {@code provider}, {@code rate} and {@code storage}.
 */
package com.versaai.hub.delivery;
