package com.versaai.hub.lint;

import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Every {{placeholder}} has a value here, or a default. */
final class PlaceholderRule implements Rule {

    private static final String NAME = "placeholder";
    /** In a kamelet a single word is a parameter; the kamelet rule looks after it. */
    private static final Pattern PARAMETER = Pattern.compile("\\??[A-Za-z][A-Za-z0-9]*");

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        Set<String> templateParameters = Set.copyOf(subject.templateParameters());
        subject.javaFiles().forEach(file -> JavaText.of(file.text()).literals().forEach(literal -> Placeholders.in(literal.value()).stream()
                .filter(expression -> !templateParameters.contains(expression.replaceFirst("^\\?", "")))
                .filter(expression -> !subject.placeholders().resolves(expression)).forEach(expression -> {
                    int offset = literal.offset() + literal.value().indexOf("{{" + expression);
                    found.accept(unresolved(file.place(offset), expression));
                })));
        for (Kamelet kamelet : subject.kamelets()) {
            kamelet.root().scalars().forEach(scalar -> Placeholders.in(scalar.value()).stream()
                    .filter(expression -> !PARAMETER.matcher(expression).matches())
                    .filter(expression -> !subject.placeholders().resolves(expression))
                    .forEach(expression -> found.accept(unresolved(kamelet.place(scalar.line()), expression))));
        }
    }

    private static Finding unresolved(Place place, String expression) {
        String name = expression.contains(":") && !expression.startsWith("env:") && !expression.startsWith("sys:")
                ? expression.substring(0, expression.indexOf(':')) : expression;
        return Finding.error(NAME, place, "{{" + name + "}} has no value", "Set " + name + " in the configuration, give a default ({{"
                + name + ":…}}), or mend the name.");
    }
}
