package com.versaai.hub.lint;

import com.versaai.hub.lint.Route.Mention;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that one lint looks at, read once.
 *
 * @param late         where deliveries are planned that would be lost
 * @param operations   operation ids of the contract, and where they stand
 * @param restVerbs    REST endpoints that were made without the contract
 * @param files        every text file of routes and kamelets
 * @param placeholders of the running configuration
 * @param templateParameters names that stand for themselves in the text of a route template
 * @param beans        whether there is a bean of that name
 */
record Subject(List<Route> routes, List<Mention> late, List<Policy> policies, List<Kamelet> kamelets, Map<String, Place> operations, List<Place> restVerbs,
               List<LintedFile> files, Placeholders placeholders, List<String> templateParameters, Predicate<String> beans, Names names) {

    /** Every use of an endpoint, wherever it is. */
    Stream<Endpoint> endpoints() {
        return Stream.of(routes.stream().flatMap(Route::endpoints), policies.stream().flatMap(policy -> policy.outputs().stream()),
                kamelets.stream().flatMap(kamelet -> kamelet.endpoints().stream())).flatMap(all -> all);
    }

    Optional<Kamelet> kamelet(String name) {
        return kamelets.stream().filter(kamelet -> kamelet.name().equals(name)).findFirst();
    }

    Stream<LintedFile> javaFiles() {
        return files.stream().filter(LintedFile::isJava);
    }
}
