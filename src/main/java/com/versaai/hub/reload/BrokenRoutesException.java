package com.versaai.hub.reload;

import java.util.List;
import java.util.stream.Collectors;

/** The hub must not start with broken files. */
final class BrokenRoutesException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BrokenRoutesException(List<RouteProblem> problems) {
        super(problems.stream().map(RouteProblem::oneLine).collect(Collectors.joining("\n")));
    }
}
