/** Slack: which way a message goes, where that is, and what Slack refused. Uses {@code connector} and {@code provider}. */
package com.versaai.hub.connector.slack;
