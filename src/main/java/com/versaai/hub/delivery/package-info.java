/**
 * Stage 4 of the way a message takes: what is to be delivered, what became of it, parking, dead letters, history.
 * Nothing here calls a provider: that is a kamelet's work, and when it is called is a route's.
 */
package com.versaai.hub.delivery;
