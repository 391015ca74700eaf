package com.versaai.hub.lint;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A route as far as the lint looks at it.
 *
 * @param configuration    its error policy, {@code routeConfigurationId}
 * @param ownId            whether the id was given, not generated
 * @param noErrorHandler   whether it leaves errors to the calling route
 * @param input            null when it has none
 * @param references       names of beans its steps use
 * @param expressions      predicates and expressions, as written
 */
record Route(String id, Form form, String group, String description, String configuration, boolean ownId, boolean noErrorHandler,
             Endpoint input, List<Endpoint> outputs, List<Mention> references, List<Mention> expressions, Place place) {

    /** REST: made by Camel of the contract. INSTANCE: made of a TEMPLATE. */
    enum Form { ROUTE, INSTANCE, TEMPLATE, REST }

    /** Words, and where they stand. */
    record Mention(String text, Place place) {
    }

    Stream<Endpoint> endpoints() {
        return Stream.concat(Optional.ofNullable(input).stream(), outputs.stream());
    }
}
