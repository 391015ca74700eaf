/** Google Analytics 4: a secret that goes into the query. Uses {@code connector} and {@code provider}. */
package com.versaai.hub.connector.ga4;
