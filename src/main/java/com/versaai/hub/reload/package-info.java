/**
 * Loads {@code routes/} and {@code kamelets/} from disk and replaces what was edited while everything else runs on: read, compile,
 * check beside the running hub, and only then swap. What does not compile, build or start changes nothing.
 * Uses {@code connector}, {@code engine} and {@code mapping}.
 */
package com.versaai.hub.reload;
