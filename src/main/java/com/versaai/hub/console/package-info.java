/** What JMX, and so Hawtio, shows of Camel. Uses nothing else of the hub. */
package com.versaai.hub.console;
