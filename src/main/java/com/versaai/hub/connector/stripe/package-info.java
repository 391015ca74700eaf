/** Stripe: what its webhooks mean, and where its objects are read. Uses {@code connector}, {@code event}, {@code json} and {@code provider}. */
package com.versaai.hub.connector.stripe;
