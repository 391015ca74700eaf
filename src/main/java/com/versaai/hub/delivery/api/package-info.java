/**
 * What operators see and do, over HTTP, in JMX and from a chat: timelines, deliveries, dead letters, integrations.
 * Uses {@code connector}, {@code delivery.attempt}, {@code delivery.deadletter}, {@code delivery.destination}, {@code delivery.plan},
 * {@code delivery.record}, {@code engine}, {@code event}, {@code gateway}, {@code inbound.feed}, {@code inbound.load}, {@code json} and {@code provider}.
 */
package com.versaai.hub.delivery.api;
