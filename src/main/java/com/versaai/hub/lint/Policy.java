package com.versaai.hub.lint;

import java.util.List;

/** A kind of the error policy: a {@code routeConfiguration} and where it sends failed messages. */
record Policy(String id, List<Endpoint> outputs, List<Route.Mention> references) {
}
