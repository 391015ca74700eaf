/** What time it is, and how much of it has really passed when somebody sets the clock. Uses nothing else of the hub. */
package com.versaai.hub.clock;
