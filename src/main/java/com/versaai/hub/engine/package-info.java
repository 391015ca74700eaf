/** What the hub runs on: the embedded or external Kafka, its topics, and how consumed offsets are acknowledged. Uses nothing else of the hub. */
package com.versaai.hub.engine;
