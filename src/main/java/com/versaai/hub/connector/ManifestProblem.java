package com.versaai.hub.connector;

import java.time.Instant;

/**
 * Why a manifest on disk is not what holds.
 *
 * @param file    {@code routes/connectors/<name>/connector.yaml}
 * @param line    0 when it is about the whole file
 * @param column  0 when it is about the whole line
 * @param running whether an earlier text of the file still holds
 * @param since   when it was first seen
 */
public record ManifestProblem(String file, int line, int column, String message, boolean running, Instant since) {

    static ManifestProblem of(String file, int line, int column, String message) {
        return new ManifestProblem(file, line, column, message, false, null);
    }

    ManifestProblem seen(boolean earlierHolds, Instant at) {
        return new ManifestProblem(file, line, column, message, earlierHolds, at);
    }

    boolean same(ManifestProblem other) {
        return seen(false, null).equals(other.seen(false, null));
    }
}
