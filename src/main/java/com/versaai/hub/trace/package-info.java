/**
 * What a route does with an event, step by step: body and headers before and after each, of chosen routes, for a while, without the people and
 * secrets in them. In this process's memory only.
 * Uses {@code dryrun}, {@code event} and {@code gateway}.
 */
package com.versaai.hub.trace;
