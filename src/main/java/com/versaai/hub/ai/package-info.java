/**
 * The AI gateway: one OpenAI-compatible door to language models, behind cache, limits, circuit breakers and a chain of fallbacks.
 * Prompts are never logged; what a model says is the body of an answer and nothing else.
 * Uses {@code engine}, {@code event}, {@code gateway}, {@code provider} and {@code rate}.
 */
package com.versaai.hub.ai;
