/** Turns an event into what a destination is sent: the jq files of {@code routes/connectors}, texts and money. Uses {@code connector}, {@code event} and {@code json}. */
package com.versaai.hub.mapping;
