package com.versaai.hub.mapping;

/**
 * Why a mapping on disk is not what maps.
 *
 * @param file    {@code routes/connectors/slack/lead.jq}
 * @param line    0 when it is about the whole file
 * @param column  0 when it is about the whole line
 * @param message what is wrong, with the line that it is about
 * @param running whether an earlier text of the file is in use
 */
public record MappingProblem(String file, int line, int column, String message, boolean running) {
}
