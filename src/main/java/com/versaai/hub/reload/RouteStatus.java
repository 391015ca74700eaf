package com.versaai.hub.reload;

import com.versaai.hub.connector.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;

/** Which files run and what is wrong with the others, over HTTP and in JMX ({@code com.versaai.hub:type=Routes}). Bean {@code routeStatus}. */
@ManagedResource(objectName = "com.versaai.hub:type=Routes", description = "Route files and kamelets, and what is wrong with them")
public class RouteStatus {

    private final LiveRoutes routes;
    private final Manifests manifests;

    RouteStatus(LiveRoutes routes, Manifests manifests) {
        this.routes = routes;
        this.manifests = manifests;
    }

    /** @param files paths of the files that run */
    record Status(List<RouteProblem> problems, List<String> files) {
    }

    private List<RouteProblem> problems() {
        List<RouteProblem> all = new ArrayList<>(routes.problems());
        manifests.problems().forEach(one -> all.add(new RouteProblem(one.file(), one.line(), one.column(), "read", one.message(), one.running(), one.since())));
        return all;
    }

    /** For {@code GET /api/v1/routes/problems}. */
    public Object routeProblems() {
        return new Status(problems(), List.copyOf(routes.files().keySet()));
    }

    /** One line for each, as a compiler writes it. */
    @ManagedAttribute(description = "Texts on disk that do not run, as file:line:column: message")
    public List<String> getProblems() {
        return problems().stream().map(RouteProblem::oneLine).toList();
    }

    /** Files that run, with the ids of their routes. */
    @ManagedAttribute(description = "Files that run, and their routes")
    public Map<String, String> getFiles() {
        Map<String, String> files = new TreeMap<>();
        routes.files().forEach((path, content) -> files.put(path, String.join(" ", content.routes())));
        return files;
    }

    /** Reads the folders now; returns what is wrong afterwards. */
    @ManagedOperation(description = "Reads the folders now; needed only where hub.routes.reload.enabled is false")
    public List<String> reload() {
        routes.reload();
        return getProblems();
    }
}
