/** Whether what the hub stands on answers: the bus, watched and told once per change. */
package com.versaai.hub.health;
