/**
 * The HTTP border: raw bytes, limits, header allow-lists, API keys, problem answers, CloudEvents in, contract and console.
 * What leaves this package towards the routes is safe to route on; what a caller sent is never a control header.
 * Uses {@code engine}, {@code event}, {@code json}, {@code provider}, {@code rate} and {@code reload}.
 */
package com.versaai.hub.gateway;
