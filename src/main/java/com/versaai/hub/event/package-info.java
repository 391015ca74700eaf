/** The envelope every message has between stages, its ids, and its way to and from Kafka. Uses {@code engine}. */
package com.versaai.hub.event;
