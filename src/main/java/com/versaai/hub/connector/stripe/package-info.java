/** Stripe: where its objects are read. Uses {@code connector} and {@code provider}. */
package com.versaai.hub.connector.stripe;
