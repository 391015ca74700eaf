package com.versaai.hub.reload;

import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.util.ObjectHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what Camel, the YAML reader or the file's own code threw into one sentence with a place in the file. */
final class Failure {

    private static final Pattern AT_LINE = Pattern.compile("\\bline (\\d+)(?:, column (\\d+))?");

    private Failure() {
    }

    static Problem of(RouteUnit unit, String stage, Throwable thrown) {
        SourceFile file = unit.file();
        MarkedYamlEngineException yaml = ObjectHelper.getException(MarkedYamlEngineException.class, thrown);
        if (yaml != null && yaml.getProblemMark().isPresent()) {
            var mark = yaml.getProblemMark().get();
            return Problem.of(file.path(), mark.getLine() + 1, mark.getColumn() + 1, stage, yaml.getProblem());
        }
        String message = thrown instanceof TimeoutException ? thrown.getMessage() : words(thrown);
        return Problem.of(file.path(), line(file, thrown), 0, stage, message);
    }

    /** The innermost cause says what is wrong; Camel's outer ones repeat the whole route before they come to it. */
    static String words(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (root.getMessage() == null) {
            return root.getClass().getSimpleName();
        }
        String text = root.getMessage().strip();
        if (root instanceof NoSuchBeanException missing && String.valueOf(missing.getName()).endsWith("-circuit")) {
            text += ". A destination's circuit is made when the hub starts: a new destination in hub.delivery.destinations needs a restart";
        }
        boolean plain = root instanceof IllegalArgumentException || root.getClass().getName().startsWith("org.apache.camel");
        return plain ? text : root.getClass().getSimpleName() + ": " + text;
    }

    private static int line(SourceFile file, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            for (StackTraceElement frame : cause.getStackTrace()) {
                if (file.kind() == SourceFile.Kind.JAVA && (file.name() + ".java").equals(frame.getFileName())) {
                    return frame.getLineNumber();
                }
            }
        }
        FailedToCreateRouteException route = ObjectHelper.getException(FailedToCreateRouteException.class, thrown);
        if (route != null && route.getRouteId() != null) {
            return file.lineOf('"' + route.getRouteId() + '"');
        }
        Matcher said = AT_LINE.matcher(String.valueOf(thrown.getMessage()));
        return file.kind() != SourceFile.Kind.JAVA && said.find() ? Integer.parseInt(said.group(1)) : 0;
    }
}
