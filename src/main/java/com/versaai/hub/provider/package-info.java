/**
 * What a kamelet can't say about a provider: secrets by name, addresses and tokens put on a call inside the HTTP client,
 * bounded answers, and what a failure means.
 */
package com.versaai.hub.provider;
