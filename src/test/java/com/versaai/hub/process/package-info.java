/** Drives the packaged hub from outside, as a process: run by failsafe after {@code mvn package}. */
package com.versaai.hub.process;
