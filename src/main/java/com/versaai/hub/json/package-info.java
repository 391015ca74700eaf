/** Reads JSON and XML from strangers: bounded, in UTF-8, one value, and nothing of it in what is said about a fault. Uses nothing else of the hub. */
package com.versaai.hub.json;
