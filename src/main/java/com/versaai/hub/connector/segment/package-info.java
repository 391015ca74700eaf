/** Segment: a write key that goes as a user name. Uses {@code connector} and {@code provider}. */
package com.versaai.hub.connector.segment;
