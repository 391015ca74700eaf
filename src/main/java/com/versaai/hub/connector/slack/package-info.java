/**
 * Slack: which way a message goes, where that is, what Slack refused, what was said that no webhook has told, and who has installed the app. Uses
 * {@code connector}, {@code event}, {@code json} and {@code provider}.
 */
package com.versaai.hub.connector.slack;
