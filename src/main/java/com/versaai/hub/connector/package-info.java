/**
 * What a connector is: its manifest, and for what no manifest can say one package of Java each below here, by
 * {@link com.versaai.hub.connector.Connector}, so that the hub knows them all without naming one. Nothing but the sandbox names a
 * package below this one, and none of these another. Uses {@code event}, {@code provider} and {@code verification}.
 */
package com.versaai.hub.connector;
