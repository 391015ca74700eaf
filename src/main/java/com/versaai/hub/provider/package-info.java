/**
 * What all connectors share about a provider: secrets by name, addresses and tokens put on a call inside the HTTP client,
 * bounded answers, and what a failure means. Names no provider. Uses {@code secret}.
 */
package com.versaai.hub.provider;
