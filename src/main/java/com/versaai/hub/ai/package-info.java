/**
 * The AI gateway: one OpenAI-compatible door to language models, behind cache, limits, circuit breakers and a chain of fallbacks.
 * Prompts are never logged; what a model says is the body of an answer and nothing else. Here is what routes call and what a
 * request goes through, from the door to the answer, and how it all goes; the parts are below.
 * Uses {@code ai.budget}, {@code ai.cache}, {@code ai.chain}, {@code ai.redaction}, {@code ai.request}, {@code ai.stream}, {@code clock}, {@code engine},
 * {@code event}, {@code gateway} and {@code provider}.
 */
package com.versaai.hub.ai;
