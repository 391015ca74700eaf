/** Pipedrive: found or not found, created or changed, and what it refused. Uses {@code connector} and {@code provider}. */
package com.versaai.hub.connector.pipedrive;
