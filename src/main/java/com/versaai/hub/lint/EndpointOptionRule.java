package com.versaai.hub.lint;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;

/** Every component and option of an endpoint is known to Camel's catalog, and every value fits its option. */
final class EndpointOptionRule implements Rule {

    private static final String NAME = "endpoint-option";
    /** Kamelets have a rule of their own; Camel itself writes the endpoints of a contract. */
    private static final Set<String> OTHERS = Set.of("kamelet", "rest-openapi", "rest", "rest-api");

    private final CamelCatalog catalog;

    EndpointOptionRule(CamelCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        subject.endpoints().filter(use -> !use.scheme().isEmpty() && !OTHERS.contains(use.scheme())).forEach(use -> {
            EndpointValidationResult result = catalog.validateEndpointProperties(use.uri(), false, use.consumes(), !use.consumes());
            names(use, result, found);
            values(use, result, found);
        });
    }

    private static void names(Endpoint use, EndpointValidationResult result, Consumer<Finding> found) {
        String component = use.scheme();
        if (result.getSyntaxError() != null) {
            error(use, "the address is not well-formed", "Encode what is special in it, or put the value into RAW(…).", found);
        }
        if (result.getUnknownComponent() != null) {
            error(use, "Camel has no component " + component, "Mend the scheme.", found);
        }
        for (String option : all(result.getUnknown())) {
            error(use, component + " has no option " + option, remedy(option, result.getUnknownSuggestions()), found);
        }
        for (String option : all(result.getRequired())) {
            error(use, component + " demands " + option, "Give it a value.", found);
        }
        for (String option : all(result.getNotConsumerOnly())) {
            error(use, option + " has no effect where " + component + " is read from", "Remove it.", found);
        }
        for (String option : all(result.getNotProducerOnly())) {
            error(use, option + " has no effect where " + component + " is sent to", "Remove it.", found);
        }
        for (String option : all(result.getLenient())) {
            found.accept(Finding.warning(NAME, use.place(), option + " is no option of " + component + "; it goes out as a query parameter",
                    "Mend the name; a query parameter that is meant is set by the bean that puts the address on the call."));
        }
        for (String option : all(result.getDeprecated())) {
            found.accept(Finding.warning(NAME, use.place(), option + " of " + component + " is deprecated",
                    "Use what Camel's documentation of " + component + " names in its place."));
        }
    }

    private static void values(Endpoint use, EndpointValidationResult result, Consumer<Finding> found) {
        of(result.getInvalidEnum()).forEach((option, value) -> error(use, option + " cannot be " + value,
                "Take one of " + String.join(", ", result.getEnumChoices(option)) + '.', found));
        of(result.getInvalidBoolean()).forEach((option, value) -> error(use, option + " cannot be " + value, "Take true or false.", found));
        of(result.getInvalidInteger()).forEach((option, value) -> error(use, option + " cannot be " + value, "Take a whole number.", found));
        of(result.getInvalidNumber()).forEach((option, value) -> error(use, option + " cannot be " + value, "Take a number.", found));
        of(result.getInvalidDuration()).forEach((option, value) -> error(use, option + " cannot be " + value,
                "Take milliseconds, or a duration such as 10s.", found));
        // The value stays unsaid: an object's literal can be anything.
        of(result.getInvalidReference()).forEach((option, value) -> error(use, option + " must name a bean", "Write #<bean>.", found));
    }

    private static String remedy(String option, Map<String, String[]> suggestions) {
        String[] similar = of(suggestions).getOrDefault(option, new String[0]);
        return similar.length == 0 ? "Mend the name, or remove it." : "Did you mean " + String.join(" or ", similar) + '?';
    }

    private static void error(Endpoint use, String message, String hint, Consumer<Finding> found) {
        found.accept(Finding.error(NAME, use.place(), message, hint));
    }

    /** The catalog says null for nothing. */
    private static Collection<String> all(Collection<String> names) {
        return names == null ? List.of() : names;
    }

    private static <T> Map<String, T> of(Map<String, T> values) {
        return values == null ? Map.of() : values;
    }
}
