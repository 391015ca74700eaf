/**
 * One request on its way from model to model and provider to provider: who is next, what a failure means, what providers say of their
 * limits, and when one is left alone. Uses {@code ai.budget}, {@code ai.redaction}, {@code ai.request}, {@code ai.stream}, {@code clock}, {@code gateway}
 * and {@code provider}.
 */
package com.versaai.hub.ai.chain;
