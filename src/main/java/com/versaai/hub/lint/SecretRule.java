package com.versaai.hub.lint;

import com.versaai.hub.secret.SecretForms;
import com.versaai.hub.secret.SecretNames;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** No secret is written down: in an endpoint stands the name of a property, and a bean puts its value on the call. */
final class SecretRule implements Rule {

    private static final String NAME = "secret";
    private static final String WORD = "[\\w.-]*" + SecretNames.WORD + "s?";
    /** What stands for a value: a placeholder, an expression, a bean, the name of a property. */
    private static final String NAMED = "(?!\\{\\{|\\$\\{|\\$simple\\{|#|hub\\.|RAW\\(\\{\\{|\\s*$)";

    private static final Pattern IN_QUERY = Pattern.compile("(?i)[?&](" + WORD + ")=" + NAMED + "[^&\"'\\s]+");
    private static final Pattern IN_ADDRESS = Pattern.compile("://[^/\\s:@{}\"']+:(?!\\{\\{|\\$\\{)[^/\\s@{}\"']+@");
    private static final Pattern IN_JAVA = Pattern.compile(
            "(?i)\\b(?:setHeader|setProperty|setVariable|(?:template)?parameter|property)\\(\\s*\"(?:" + WORD + "|authorization)\""
            + "\\s*(?:,|\\)\\s*\\.)\\s*(?:constant\\(\\s*)?\"" + NAMED + "[^\"]+\"");
    private static final Pattern KEY = Pattern.compile("(?i)" + WORD + "|authorization");
    private static final Pattern VALUE = Pattern.compile(NAMED + "(?s:.+)");

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        for (LintedFile file : subject.files()) {
            for (Pattern pattern : file.isJava() ? List.of(SecretForms.written(), IN_QUERY, IN_ADDRESS, IN_JAVA) : List.of(SecretForms.written(), IN_QUERY, IN_ADDRESS)) {
                Matcher secret = pattern.matcher(file.text());
                while (secret.find()) {
                    found.accept(finding(file.place(secret.start())));
                }
            }
        }
        for (Kamelet kamelet : subject.kamelets()) {
            kamelet.parameters().values().stream()
                    .filter(parameter -> parameter.defaultValue() != null && isSecret(parameter.name(), parameter.defaultValue()))
                    .forEach(parameter -> found.accept(finding(kamelet.place(parameter.line()))));
            keys(kamelet, kamelet.template(), found);
        }
    }

    /** {@code password: literal} anywhere in a template. */
    private static void keys(Kamelet kamelet, YamlNode node, Consumer<Finding> found) {
        node.entries().forEach((name, child) -> {
            if (isSecret(name, child.text())) {
                found.accept(finding(kamelet.place(child.line())));
            }
            keys(kamelet, child, found);
        });
        if (isSecret(node.at("name").text(), node.at("constant").text())) {
            found.accept(finding(kamelet.place(node.at("constant").line())));
        }
        node.items().forEach(item -> keys(kamelet, item, found));
    }

    private static boolean isSecret(String name, String value) {
        return KEY.matcher(name).matches() && VALUE.matcher(value).matches();
    }

    /** Where it is, never what it is. */
    private static Finding finding(Place place) {
        return Finding.error(NAME, place, "a secret is written down here",
                "Take it out and change it at the provider; name the property and let a bean resolve it at the call (docs/security.md).");
    }
}
