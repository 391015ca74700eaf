/**
 * First loads: what a provider holds already ({@link com.versaai.hub.connector.FirstLoad}) comes into the inbox, by an operator's wish, as
 * if it had just been told. A job as bulk acts on dead letters are: 202, progress, stop, resume; one node, paced, its position in the
 * database. Uses {@code clock}, {@code connector}, {@code engine}, {@code gateway}, {@code inbound} and {@code verification}.
 */
package com.versaai.hub.inbound.load;
