/** The destinations there are, with their rates, circuits and schedules. Uses {@code connector} and {@code engine}. */
package com.versaai.hub.delivery.destination;
