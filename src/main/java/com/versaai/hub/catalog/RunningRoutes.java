package com.versaai.hub.catalog;

import com.versaai.hub.catalog.Catalog.Operation;
import com.versaai.hub.catalog.Catalog.Parameter;
import com.versaai.hub.catalog.Catalog.Route;
import com.versaai.hub.catalog.RouteSteps.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.ResourceHelper;

/** One look at Camel's running model: routes, the kamelets' instances among them, and what their steps do. */
final class RunningRoutes {

    /** How Camel names the endpoint of a contract-first API. */
    private static final String CONTRACT = "rest-openapi:";

    private final ModelCamelContext context;
    private final Map<String, RouteDefinition> routes = new TreeMap<>();
    private final Map<String, RouteSteps> steps = new TreeMap<>();
    private final Map<String, List<String>> instances = new TreeMap<>();

    private RunningRoutes(ModelCamelContext context) {
        this.context = context;
    }

    static RunningRoutes of(ModelCamelContext context) {
        RunningRoutes running = new RunningRoutes(context);
        for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
            if (Boolean.TRUE.equals(route.isKamelet())) {
                running.instances.computeIfAbsent(RouteSteps.parametersOf(route).getOrDefault("templateId", "?"), name -> new ArrayList<>())
                        .add(route.getRouteId());
            } else {
                running.routes.put(route.getRouteId(), route);
                running.steps.put(route.getRouteId(), RouteSteps.of(context, route));
            }
        }
        return running;
    }

    /** What the contract of every contract-first route offers. */
    List<Operation> operations() {
        Map<String, String> routeOf = new LinkedHashMap<>();
        steps.forEach((id, route) -> route.consumes().forEach(name -> routeOf.put(name, id)));
        List<Operation> operations = new ArrayList<>();
        routeOf.keySet().stream().filter(name -> name.startsWith(CONTRACT)).forEach(name -> {
            try (InputStream contract = ResourceHelper.resolveMandatoryResourceAsInputStream(context, name.substring(CONTRACT.length()))) {
                operations.addAll(ContractFile.operations(contract, routeOf::get));
            } catch (IOException e) {
                throw new UncheckedIOException("the contract of " + routeOf.get(name) + " is gone", e);
            }
        });
        return operations;
    }

    /**
     * @param queues the topics a planned action ends up in
     * @param files  route ids of each running file, for routes whose place Camel does not know
     */
    List<Route> routes(List<Operation> operations, Function<Plan, List<String>> queues, Map<String, String> files) {
        List<Route> all = new ArrayList<>();
        routes.forEach((id, route) -> {
            RouteSteps own = steps.get(id);
            Set<String> produces = new LinkedHashSet<>(own.produces());
            own.plans().forEach(plan -> produces.addAll(queues.apply(plan)));
            if (own.consumes().stream().anyMatch(name -> name.startsWith(CONTRACT))) {
                operations.forEach(operation -> produces.add("direct:" + operation.operationId()));
            }
            all.add(new Route(id, route.getGroup(), description(route), source(route, files), from(route), own.consumes(),
                    List.copyOf(produces), own.onFailure(), own.kamelets(), status(id)));
        });
        return all;
    }

    /** Planned actions by route. */
    Map<String, List<Plan>> plans() {
        Map<String, List<Plan>> plans = new LinkedHashMap<>();
        steps.forEach((id, route) -> plans.put(id, route.plans()));
        return plans;
    }

    /** Every kamelet there is a file of, and those in use whose file is gone. */
    List<KameletFiles.Head> kamelets() {
        List<KameletFiles.Head> heads = KameletFiles.at(location());
        Set<String> known = new LinkedHashSet<>(heads.stream().map(KameletFiles.Head::name).toList());
        steps.values().stream().flatMap(route -> route.kamelets().stream()).filter(known::add).forEach(name -> heads.add(withoutFile(name)));
        heads.sort(Comparator.comparing(KameletFiles.Head::name));
        return heads;
    }

    /** The hub reads its kamelets itself; a bare Camel has them where its component says. */
    private String location() {
        KameletComponent component = context.hasComponent("kamelet") == null ? null : context.getComponent("kamelet", KameletComponent.class);
        return context.getPropertiesComponent().resolveProperty("hub.routes.kamelets").map(folder -> "file:" + folder)
                .orElse(component == null ? null : component.getLocation());
    }

    private KameletFiles.Head withoutFile(String name) {
        RouteTemplateDefinition template = context.getRouteTemplateDefinition(name);
        List<Parameter> parameters = template == null || template.getTemplateParameters() == null ? List.of()
                // Which of them is secret is not known here, so no default is told.
                : template.getTemplateParameters().stream().map(parameter -> new Parameter(parameter.getName(), null, null,
                        parameter.isRequired(), null, parameter.getDescription(), false)).toList();
        return new KameletFiles.Head(name, "", null, template == null ? null : template.getDescription(), parameters);
    }

    boolean outward(String kamelet) {
        RouteTemplateDefinition template = context.getRouteTemplateDefinition(kamelet);
        return template != null && RouteSteps.of(context, template).outward();
    }

    List<String> instances(String kamelet) {
        return instances.getOrDefault(kamelet, List.of());
    }

    private static String description(RouteDefinition route) {
        String text = route.getDescription();
        return text == null ? null : Address.filled(text, RouteSteps.parametersOf(route));
    }

    private static String from(RouteDefinition route) {
        return route.getInput() == null ? null
                : Address.of(route.getInput().getEndpointUri(), RouteSteps.parametersOf(route)).shown();
    }

    /** File and line; of a template's instance only the file, because Camel gives it no place. */
    private static String source(RouteDefinition route, Map<String, String> files) {
        String location = route.getInput() == null ? null : route.getInput().getLocation();
        if (location == null) {
            return files.entrySet().stream().filter(file -> List.of(file.getValue().split(" ")).contains(route.getRouteId()))
                    .map(Map.Entry::getKey).findFirst().orElse(null);
        }
        int line = route.getInput().getLineNumber();
        String file = location.replaceFirst("^[a-z]+:", "");
        return line > 0 ? file + ':' + line : file;
    }

    private String status(String id) {
        ServiceStatus status = context.getRouteController().getRouteStatus(id);
        return status == null ? ServiceStatus.Stopped.name() : status.name();
    }
}
