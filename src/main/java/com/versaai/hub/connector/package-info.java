/**
 * What is said of a provider in Java: one package each, and {@link com.versaai.hub.connector.Connector}, by which the hub knows them
 * all without naming one. Uses {@code provider}; nothing but the sandbox names a package below this one, and none of these another.
 */
package com.versaai.hub.connector;
