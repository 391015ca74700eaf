/**
 * What a route would do before it does it: an event is sent through the event routes on a stage, and what they plan is shown, down to
 * the HTTP requests. Nothing is published, sent or written.
 * Uses {@code delivery}, {@code engine}, {@code event}, {@code gateway}, {@code inbound}, {@code mapping}, {@code provider} and {@code reload}.
 */
package com.versaai.hub.dryrun;
