/** What JMX, and so Hawtio, shows of Camel. */
package com.versaai.hub.console;
