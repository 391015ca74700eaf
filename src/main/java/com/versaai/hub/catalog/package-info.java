/**
 * What the hub is made of, read from the running model: routes, kamelets, event types, destinations, and a picture of the flow. Uses
 * {@code delivery.destination}, {@code engine} and {@code reload}.
 */
package com.versaai.hub.catalog;
