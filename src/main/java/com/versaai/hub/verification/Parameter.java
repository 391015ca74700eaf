package com.versaai.hub.verification;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parameter that a scheme takes from a manifest.
 *
 * @param name     kebab case
 * @param required whether it has to be there
 * @param values   all it may be; empty when {@code form} decides
 * @param form     what a free value has to match as a whole
 * @param meaning  a sentence for whoever writes a manifest
 */
public record Parameter(String name, boolean required, List<String> values, Pattern form, String meaning) {

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern QUERY_NAME = Pattern.compile("[A-Za-z0-9_.~-]{1,100}");
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])+)+");
    private static final Pattern TEXT = Pattern.compile("[ -~]{1,200}");

    static Parameter header(String name, boolean required, String meaning) {
        return new Parameter(name, required, List.of(), HEADER_NAME, meaning);
    }

    static Parameter queryName(String name, String meaning) {
        return new Parameter(name, false, List.of(), QUERY_NAME, meaning);
    }

    static Parameter pointer(String name, String meaning) {
        return new Parameter(name, false, List.of(), POINTER, meaning);
    }

    static Parameter text(String name, String meaning) {
        return new Parameter(name, false, List.of(), TEXT, meaning);
    }

    static Parameter choice(String name, List<String> values, String meaning) {
        return new Parameter(name, false, values, null, meaning);
    }

    /** What is wrong with a value, in words. */
    Optional<String> problem(String value) {
        if (!values.isEmpty()) {
            return values.contains(value) ? Optional.empty()
                    : Optional.of("parameter \"" + name + "\" has to be " + String.join(", ", values.subList(0, values.size() - 1))
                            + " or " + values.get(values.size() - 1));
        }
        return form.matcher(value).matches() ? Optional.empty()
                : Optional.of("parameter \"" + name + "\" has another form than it may have: " + meaning);
    }
}
