package com.versaai.hub.lint;

import com.versaai.hub.lint.Kamelet.Parameter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A {@code kamelet:} endpoint has its file, and its parameters are those of the file. */
final class KameletCallRule implements Rule {

    private static final String NAME = "kamelet-call";
    /** Where kamelets of jars are found. */
    private static final Class<?> OF_THE_CATALOG = KameletCallRule.class;
    /** Where a kamelet's own template begins and ends. */
    private static final Set<String> OWN = Set.of("source", "sink");
    /** Options of Camel's kamelet component, not parameters. */
    private static final Set<String> OF_CAMEL = Set.of("bridgeErrorHandler", "noErrorHandler", "block", "timeout",
            "lazyStartProducer", "exceptionHandler", "exchangePattern");

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        subject.endpoints().filter(use -> use.is("kamelet") && !OWN.contains(use.kamelet()) && !Endpoint.open(use.kamelet()))
                .forEach(use -> call(subject, use, found));
    }

    private static void call(Subject subject, Endpoint use, Consumer<Finding> found) {
        Optional<Kamelet> kamelet = subject.kamelet(use.kamelet());
        if (kamelet.isEmpty() && OF_THE_CATALOG.getResource("/kamelets/" + use.kamelet() + Kamelet.ENDING) != null) {
            return; // Camel's own catalog, which has been checked where it was made
        }
        if (kamelet.isEmpty()) {
            error(use, "there is no kamelet " + use.kamelet(),
                    "Mend the name, or write kamelets/" + use.kamelet() + Kamelet.ENDING + '.', found);
        } else if (kamelet.get().problem() == null) {
            direction(kamelet.get(), use, found);
            given(kamelet.get(), use, found);
            missing(subject, kamelet.get(), use, found);
        }
    }

    private static void direction(Kamelet kamelet, Endpoint use, Consumer<Finding> found) {
        boolean source = kamelet.name().endsWith("-source");
        if (source && !use.consumes()) {
            error(use, kamelet.name() + " is a source, but is sent to",
                    "Begin a route with it: from(\"kamelet:" + kamelet.name() + "\").", found);
        } else if (!source && use.consumes()) {
            error(use, kamelet.name() + " is no source, but a route begins with it",
                    "Send to it: .to(\"kamelet:" + kamelet.name() + "\").", found);
        }
    }

    private static void given(Kamelet kamelet, Endpoint use, Consumer<Finding> found) {
        use.options().forEach((name, value) -> {
            Parameter parameter = kamelet.parameters().get(name);
            if (parameter == null) {
                if (!OF_CAMEL.contains(name)) {
                    error(use, kamelet.name() + " has no parameter " + name, kamelet.parameters().isEmpty() ? "Remove it; it takes none."
                            : "Take one of " + String.join(", ", kamelet.parameters().keySet()) + '.', found);
                }
            } else if (!Endpoint.open(value) && parameter.refusal(value) != null) {
                error(use, "the value of " + name + ' ' + parameter.refusal(value),
                        "Give " + kamelet.name() + " a value that fits its definition.", found);
            }
        });
    }

    private static void missing(Subject subject, Kamelet kamelet, Endpoint use, Consumer<Finding> found) {
        kamelet.parameters().values().stream()
                .filter(parameter -> parameter.required() && parameter.defaultValue() == null && !use.options().containsKey(parameter.name()))
                // Camel also takes it from the configuration.
                .filter(parameter -> !subject.placeholders().resolves("camel.kamelet." + kamelet.name() + '.' + parameter.name()))
                .forEach(parameter -> error(use, kamelet.name() + " demands the parameter " + parameter.name(),
                        "Add " + parameter.name() + "=… to the endpoint.", found));
    }

    private static void error(Endpoint use, String message, String hint, Consumer<Finding> found) {
        found.accept(Finding.error(NAME, use.place(), message, hint));
    }
}
