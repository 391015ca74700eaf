package com.versaai.hub.lint;

import com.versaai.hub.lint.Route.Form;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Every route says its id, its group and what it is for: metrics, Hawtio and timelines show nothing else of it. */
final class HeaderBlockRule implements Rule {

    private static final String NAME = "route-header";
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    @Override
    public void check(Subject subject, Consumer<Finding> found) {
        for (Route route : subject.routes()) {
            if (route.form() != Form.TEMPLATE && !route.ownId()) {
                found.accept(Finding.error(NAME, route.place(), "the route has no id of its own", "Add .routeId(\"<object>-<what it does>\")."));
            } else if (!KEBAB.matcher(route.id()).matches()) {
                found.accept(Finding.error(NAME, route.place(), "the id is not kebab-case", "Rename it: lower case words joined by hyphens."));
            }
            // A contract's route says nothing more: Camel makes it of openapi/hub.yaml.
            if (route.form() != Form.REST) {
                demand(route, route.group(), "routeGroup", "the route has no group", found);
                demand(route, route.description(), "routeDescription", "the route has no description", found);
            }
        }
    }

    private static void demand(Route route, String value, String call, String message, Consumer<Finding> found) {
        if (value == null || value.isBlank()) {
            found.accept(Finding.error(NAME, route.place(), message, "Add ." + call + "(\"…\") after .routeId."));
        }
    }
}
