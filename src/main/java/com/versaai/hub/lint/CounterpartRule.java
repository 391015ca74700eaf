package com.versaai.hub.lint;

import com.versaai.hub.lint.Route.Form;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Who sends to {@code direct:} or {@code seda:} is heard, who listens is spoken to; operations of the contract speak. */
final class CounterpartRule implements Rule {

    private static final String NAME = "counterpart";

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        for (String scheme : List.of("direct", "seda")) {
            List<Endpoint> uses = uses(subject, scheme);
            Set<String> listening = uses.stream().filter(Endpoint::consumes).map(Endpoint::path).collect(Collectors.toSet());
            Set<String> spoken = uses.stream().filter(use -> !use.consumes()).map(Endpoint::path).collect(Collectors.toSet());
            uses.stream().filter(use -> !use.consumes() && !Endpoint.open(use.path()) && !listening.contains(use.path()))
                    .forEach(use -> found.accept(Finding.error(NAME, use.place(), "nobody listens to " + scheme + ':' + use.path(),
                            "Add the route from(\"" + scheme + ':' + use.path() + "\"), or mend the name.")));
            uses.stream().filter(use -> use.consumes() && !Endpoint.open(use.path()) && !isSpokenTo(subject, scheme, use.path(), spoken))
                    .forEach(use -> found.accept(Finding.error(NAME, use.place(), "nobody sends to " + scheme + ':' + use.path(),
                            "Call it from a route, make it an operationId of openapi/hub.yaml, or remove the route.")));
            if (scheme.equals("direct")) {
                subject.operations().forEach((operation, place) -> {
                    if (!listening.contains(operation)) {
                        found.accept(Finding.error(NAME, place, "no route serves the operation " + operation,
                                "Add a route from(\"direct:" + operation + "\") in routes/api."));
                    }
                });
            }
        }
    }

    private static List<Endpoint> uses(Subject subject, String scheme) {
        // A template is as good as its instances.
        Set<Endpoint> ofTemplates = subject.routes().stream().filter(route -> route.form() == Form.TEMPLATE).flatMap(Route::endpoints)
                .collect(Collectors.toSet());
        return subject.endpoints().filter(use -> use.is(scheme) && !ofTemplates.contains(use)).toList();
    }

    private static boolean isSpokenTo(Subject subject, String scheme, String path, Set<String> spoken) {
        boolean byContract = scheme.equals("direct") && subject.operations().containsKey(path);
        boolean byName = spoken.contains(path);
        boolean byNameInMessage = spoken.stream().filter(name -> name.contains("${"))
                .anyMatch(name -> path.startsWith(name.substring(0, name.indexOf("${"))));
        return byContract || byName || byNameInMessage;
    }
}
