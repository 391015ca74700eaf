/** Mixpanel: two kinds of credentials, and the records Mixpanel refused. Uses {@code connector} and {@code provider}. */
package com.versaai.hub.connector.mixpanel;
