/**
 * What a route would do before it does it: an event is sent through the event routes on a stage, and what they plan is shown, down to
 * the HTTP requests. Nothing is published, sent or written.
 * Uses {@code delivery.plan}, {@code delivery.record}, {@code engine}, {@code event}, {@code gateway}, {@code inbound}, {@code mapping},
 * {@code provider}, {@code reload} and {@code secret}.
 */
package com.versaai.hub.dryrun;
