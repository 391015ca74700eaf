/** HubSpot: the batch of one, tokens that may expire, and what HubSpot refused. Uses {@code clock}, {@code connector} and {@code provider}. */
package com.versaai.hub.connector.hubspot;
