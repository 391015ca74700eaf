/**
 * What the hub reads from providers, instead of being called ({@link com.versaai.hub.connector.Feed}): one node at a time, what came into the
 * inbox, the position into the database after Kafka's acknowledgement. Uses {@code clock}, {@code connector}, {@code inbound} and
 * {@code verification}.
 */
package com.versaai.hub.inbound.feed;
