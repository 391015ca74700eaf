/**
 * Answers given before, kept here or in Redis, and those under way, which identical requests wait for. Uses {@code ai.chain},
 * {@code ai.request} and {@code ai.stream}.
 */
package com.versaai.hub.ai.cache;
