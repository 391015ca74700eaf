/** Salesforce: the upsert's address and body, logging in, and what Salesforce refused. Uses {@code clock}, {@code connector} and {@code provider}. */
package com.versaai.hub.connector.salesforce;
