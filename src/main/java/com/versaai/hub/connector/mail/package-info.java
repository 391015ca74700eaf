/** Mail: the mail server, a payload made into a mail, and what its reply codes mean. Uses {@code connector} and {@code provider}. */
package com.versaai.hub.connector.mail;
