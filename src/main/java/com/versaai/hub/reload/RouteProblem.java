package com.versaai.hub.reload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.versaai.hub.mapping.MappingProblem;
import java.time.Instant;

/**
 * Why the text of a file is not what runs.
 *
 * @param line    0 when it is about the whole file
 * @param column  0 when it is about the whole line
 * @param stage   how far it came: read, compile, configure, check, start
 * @param message what is wrong, in the compiler's or Camel's words
 * @param running whether an earlier text of the file runs on
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record RouteProblem(String file, int line, int column, String stage, String message, boolean running, Instant since) {

    static RouteProblem of(String file, int line, int column, String stage, String message) {
        return new RouteProblem(file, line, column, stage, message, false, null);
    }

    static RouteProblem of(MappingProblem one) {
        return new RouteProblem(one.file(), one.line(), one.column(), "compile", one.message(), one.running(), null);
    }

    RouteProblem seen(boolean earlierRuns, Instant at) {
        return new RouteProblem(file, line, column, stage, message, earlierRuns, at);
    }

    /** The same trouble, whenever it was seen. */
    boolean same(RouteProblem other) {
        return seen(false, null).equals(other.seen(false, null));
    }

    /** {@code file:line:column: message}, as compilers write it, so that editors and terminals can jump there. */
    String oneLine() {
        return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "") + ": " + message;
    }
}
