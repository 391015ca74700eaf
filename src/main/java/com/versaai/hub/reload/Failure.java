package com.versaai.hub.reload;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.util.ObjectHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what Camel, the YAML reader or the file's own code threw into one sentence with a place in the file. */
final class Failure {

    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    private static final Pattern AT_LINE = Pattern.compile("\\bline (\\d+)(?:, column (\\d+))?");

    private Failure() {
    }

    /** How much of it is told. */
    interface Telling {
        RouteProblem of(RouteUnit unit, String stage, Throwable thrown);
    }

    static RouteProblem of(RouteUnit unit, String stage, Throwable thrown) {
        SourceFile file = unit.file();
        MarkedYamlEngineException yaml = ObjectHelper.getException(MarkedYamlEngineException.class, thrown);
        if (yaml != null && yaml.getProblemMark().isPresent()) {
            var mark = yaml.getProblemMark().get();
            return RouteProblem.of(file.path(), mark.getLine() + 1, mark.getColumn() + 1, stage, yaml.getProblem());
        }
        YamlPlace place = file.kind() == SourceFile.Kind.JAVA ? null : YamlPlace.of(file.text(), thrown);
        if (place != null) {
            return RouteProblem.of(file.path(), place.line(), place.column(), stage, words(thrown) + " (in: " + place.says() + ')');
        }
        String message = thrown instanceof TimeoutException ? thrown.getMessage() : words(thrown);
        return RouteProblem.of(file.path(), line(file, thrown), 0, stage, message);
    }

    /**
     * The same about a text that somebody sent to be tried. What the code throws may say anything, secrets too, and Camel quotes values that
     * it resolved: its class and place are told, its text is not. The readers of Java and YAML quote nothing but the text itself.
     */
    static RouteProblem withoutText(RouteUnit unit, String stage, Throwable thrown) {
        boolean yaml = unit.file().kind() != SourceFile.Kind.JAVA && ObjectHelper.getException(MarkedYamlEngineException.class, thrown) != null;
        boolean own = yaml || thrown instanceof Configuring.Endless || thrown instanceof UnfitRouteException;
        return own ? of(unit, stage, thrown) : RouteProblem.of(unit.file().path(), line(unit.file(), thrown), 0, stage, name(thrown) + MissingPart.advice(root(thrown)));
    }

    /** Class and place of what was thrown, never its text. */
    static String outline(Throwable thrown, Collection<RouteUnit> units) {
        String place = place(thrown, units);
        return name(thrown) + (place == null ? "" : " at " + place);
    }

    private static String name(Throwable thrown) {
        String name = root(thrown).getClass().getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** {@code file:line} of the innermost step in one of these files, or of the route that could not be made; null where neither is known. */
    private static String place(Throwable thrown, Collection<RouteUnit> units) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            for (StackTraceElement frame : cause.getStackTrace()) {
                for (RouteUnit unit : units) {
                    if (unit.code().containsKey(frame.getClassName())) {
                        return unit.file().path() + ':' + frame.getLineNumber();
                    }
                }
            }
        }
        FailedToCreateRouteException route = ObjectHelper.getException(FailedToCreateRouteException.class, thrown);
        if (route == null || route.getRouteId() == null) {
            return null;
        }
        String id = '"' + route.getRouteId() + '"';
        return units.stream().map(RouteUnit::file).filter(file -> file.text().contains(id)).map(file -> file.path() + ':' + file.lineOf(id))
                .findFirst().orElse(null);
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** The innermost cause says what is wrong; Camel's outer ones repeat the whole route before they come to it. */
    static String words(Throwable thrown) {
        Throwable root = root(thrown);
        if (root.getMessage() == null) {
            return root.getClass().getSimpleName();
        }
        String text = root.getMessage().strip();
        if (root instanceof NoSuchBeanException missing && String.valueOf(missing.getName()).endsWith("-circuit")) {
            text += ". A destination's circuit is made when the hub starts: a new destination in hub.delivery.destinations needs a restart";
        }
        text += MissingPart.advice(root);
        boolean plain = root instanceof IllegalArgumentException || root.getClass().getName().startsWith("org.apache.camel");
        return plain ? text : root.getClass().getSimpleName() + ": " + text;
    }

    private static int line(SourceFile file, Throwable thrown) {
        if (thrown instanceof UnfitRouteException unfit && unfit.line() > 0) {
            return unfit.line();
        }
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

    interface Step {
        void run() throws Exception;
    }

    /** @return whether the step succeeded; otherwise its failure is a problem of that file */
    static boolean attempt(RouteUnit unit, String stage, List<RouteProblem> wrong, Telling telling, Step step) {
        try {
            step.run();
            return true;
        } catch (Exception | LinkageError | StackOverflowError e) {
            wrong.add(telling.of(unit, stage, e));
            LOG.debug("{} of {} failed: {}", stage, unit.file().path(), e.getClass());
            return false;
        }
    }
}
