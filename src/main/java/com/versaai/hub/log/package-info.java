/** What may stand in the log: no secret, and no line of a stranger's making. Uses nothing else of the hub. */
package com.versaai.hub.log;
