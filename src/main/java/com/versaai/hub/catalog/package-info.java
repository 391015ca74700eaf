/** What the hub is made of, read from the running model: routes, kamelets, event types, destinations, and a picture of the flow. */
package com.versaai.hub.catalog;
