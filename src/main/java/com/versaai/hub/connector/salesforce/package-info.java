/**
 * Salesforce: the upsert's address and body, logging in, what Salesforce refused, and what it tells of by itself. Uses {@code clock},
 * {@code connector}, {@code event}, {@code json} and {@code provider}.
 */
package com.versaai.hub.connector.salesforce;
