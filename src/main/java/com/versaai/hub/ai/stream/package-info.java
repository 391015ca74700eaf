/**
 * Answers that come token by token: read from a provider or the cache, relayed, recorded, followed by others. Uses {@code ai.budget},
 * {@code ai.redaction}, {@code ai.request}, {@code engine} and {@code gateway}.
 */
package com.versaai.hub.ai.stream;
