/** Token buckets that hold callers and deliveries to a rate: counted by this node, or in Redis by all nodes together. Uses nothing else of the hub. */
package com.versaai.hub.rate;
