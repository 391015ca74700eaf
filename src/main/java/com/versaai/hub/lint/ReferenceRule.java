package com.versaai.hub.lint;

import com.versaai.hub.lint.Route.Mention;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Every bean that a step or an option names is there. */
final class ReferenceRule implements Rule {

    private static final String NAME = "bean";

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        Stream<Mention> steps = Stream.of(subject.routes().stream().flatMap(route -> route.references().stream()),
                subject.policies().stream().flatMap(policy -> policy.references().stream()),
                subject.kamelets().stream().flatMap(kamelet -> kamelet.references().stream())).flatMap(all -> all);
        Stream<Mention> options = subject.endpoints().flatMap(endpoint -> endpoint.options().values().stream()
                .map(ReferenceRule::bean).filter(name -> name != null).map(name -> new Mention(name, endpoint.place())));
        Stream.concat(steps, options)
                .filter(mention -> !Endpoint.open(mention.text()) && !subject.beans().test(mention.text()))
                .forEach(mention -> found.accept(Finding.error(NAME, mention.place(), "there is no bean " + mention.text(),
                        "Mend the name, or declare the bean in a @Configuration of the package that owns it.")));
    }

    /** {@code #name} or {@code #bean:name}; {@code #class:…}, {@code #type:…} and the like make their bean themselves. */
    private static String bean(String value) {
        if (!value.startsWith("#") || value.length() == 1) {
            return null;
        }
        String name = value.startsWith("#bean:") ? value.substring("#bean:".length()) : value.substring(1);
        return name.matches("[A-Za-z_$][\\w.$-]*") ? name : null;
    }
}
