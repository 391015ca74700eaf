/** What may stand in the log: no secret, and no line of a stranger's making. Uses {@code secret}. */
package com.versaai.hub.log;
