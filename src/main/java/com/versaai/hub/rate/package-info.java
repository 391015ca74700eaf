/** Token buckets that hold callers and deliveries to a rate: counted by this node, or in Redis by all nodes together. */
package com.versaai.hub.rate;
