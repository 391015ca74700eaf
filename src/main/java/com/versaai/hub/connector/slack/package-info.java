/**
 * Slack: which way a message goes, where that is, what Slack refused, and what was said that no webhook has told. Uses {@code connector}, {@code json} and
 * {@code provider}.
 */
package com.versaai.hub.connector.slack;
