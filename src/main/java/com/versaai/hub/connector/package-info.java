/**
 * What a connector is: manifests and, below here, one package for each provider that needs Java. Uses nothing of the hub's other packages but
 * {@code provider}.
 */
package com.versaai.hub.connector;
