/** Whether what the hub stands on answers: the bus, watched and told once per change. Uses {@code engine}. */
package com.versaai.hub.health;
