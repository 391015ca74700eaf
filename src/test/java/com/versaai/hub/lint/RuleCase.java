package com.versaai.hub.lint;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A workbench for each test of a rule. */
abstract class RuleCase {

    @TempDir
    Path folder;
    Workbench hub;

    @BeforeEach
    void open() {
        hub = new Workbench(folder);
    }

    /** A route with a whole header. */
    static RouteDefinition route(RouteBuilder builder, String uri, String id, String kind) {
        return builder.from(uri).routeId(id).routeGroup("g").routeDescription("d").routeConfigurationId(kind);
    }

    static List<String> messages(List<Finding> findings) {
        return findings.stream().map(Finding::message).toList();
    }
}
