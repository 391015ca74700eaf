/**
 * Whether what the hub stands on answers: the bus, watched and told once per change, and the processor, told when there was none. Uses
 * {@code engine}.
 */
package com.versaai.hub.health;
