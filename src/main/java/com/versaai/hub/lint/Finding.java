package com.versaai.hub.lint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One thing that is wrong. Neither message nor hint ever shows a value that may be secret.
 *
 * @param rule    its name in docs/routes.md
 * @param message what is wrong
 * @param hint    what to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Finding(String rule, Severity severity, String file, Integer line, String routeId, String kamelet, String message, String hint) {

    /** An error breaks something; a warning is likely a mistake. */
    enum Severity {
        @JsonProperty("error") ERROR,
        @JsonProperty("warning") WARNING
    }

    static Finding error(String rule, Place where, String message, String hint) {
        return new Finding(rule, Severity.ERROR, where.file(), where.line(), where.routeId(), where.kamelet(), message, hint);
    }

    static Finding warning(String rule, Place where, String message, String hint) {
        return new Finding(rule, Severity.WARNING, where.file(), where.line(), where.routeId(), where.kamelet(), message, hint);
    }

    Finding hinting(String other) {
        return new Finding(rule, severity, file, line, routeId, kamelet, message, other);
    }

    /** For build logs: the form that editors and terminals turn into a link. */
    @Override
    public String toString() {
        String where = file == null ? "" : file + (line == null ? "" : ":" + line) + " ";
        String whose = routeId == null ? "" : routeId + ": ";
        return where + "[" + rule + "] " + whose + message + " -> " + hint;
    }
}
