/** Amplitude: a key that goes into the body, and what Amplitude refused. Uses {@code connector} and {@code provider}. */
package com.versaai.hub.connector.amplitude;
