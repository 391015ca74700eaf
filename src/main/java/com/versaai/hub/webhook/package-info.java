/**
 * What arrives from outside: proof of origin ({@link com.versaai.hub.inbound.verification}), well-formedness
 * ({@link com.versaai.hub.webhook.JsonOutline}), the request as it is stored ({@link com.versaai.hub.webhook.Receipt})
 * and its translation into the hub's events ({@link com.versaai.hub.webhook.StripeEvents}). Nothing here does I/O.
 */
package com.versaai.hub.webhook;
