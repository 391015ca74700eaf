/**
 * Zoho CRM: tokens of which few are given out, what it says of each record, and the notification channel that has to be renewed.
 * Uses {@code clock}, {@code connector} and {@code provider}.
 */
package com.versaai.hub.connector.zoho;
