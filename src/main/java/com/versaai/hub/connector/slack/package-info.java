/** Slack: which way a message goes, where that is, what Slack refused, and who has installed the app. Uses {@code connector}, {@code event} and {@code provider}. */
package com.versaai.hub.connector.slack;
