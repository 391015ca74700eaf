package com.versaai.hub.lint;

import com.versaai.hub.lint.Route.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;

/**
 * Bean {@code routesLint}: looks for mistakes in the routes as they run and in the files of routes and kamelets as they are now.
 * Reads only: nothing is called, started or changed.
 */
class RoutesLint {

    private static final Comparator<Finding> IN_FILES = Comparator.comparing(Finding::file, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Finding::line, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Finding::rule).thenComparing(Finding::message);

    private final CamelContext context;
    private final SubjectReader reader;
    private final List<Rule> rules;

    RoutesLint(CamelContext context, SubjectReader reader) {
        this.context = context;
        this.reader = reader;
        CamelCatalog catalog = new DefaultCamelCatalog(true);
        catalog.setSuggestionStrategy(new SimilarNames());
        this.rules = List.of(new HeaderBlockRule(), new EndpointOptionRule(catalog), new PlaceholderRule(), new ReferenceRule(),
                new KameletRule(catalog), new KameletCallRule(), new SecretRule(), new CounterpartRule(), new TopicRule(), new DeliveryRule(),
                new ErrorPolicyRule(), new BorderRule(catalog));
    }

    /** The operation of {@code openapi/hub.yaml}. */
    public Report lintRoutes() {
        return lint(context);
    }

    /** Of any context: a candidate can be looked at before it takes the place of the running one. */
    Report lint(CamelContext candidate) {
        Subject subject = reader.read(candidate);
        List<Finding> findings = new ArrayList<>();
        Set<String> ofTemplates = subject.routes().stream().filter(route -> route.form() == Form.INSTANCE || route.form() == Form.TEMPLATE)
                .map(Route::id).collect(Collectors.toSet());
        Set<List<Object>> told = new HashSet<>();
        for (Rule rule : rules) {
            // What is wrong in a template is wrong in each of its routes; once is enough.
            rule.check(subject, finding -> {
                String route = ofTemplates.contains(finding.routeId()) ? null : finding.routeId();
                if (told.add(Arrays.asList(finding.rule(), finding.file(), finding.line(), route, finding.message()))) {
                    findings.add(finding.file() != null && finding.file().matches(".*\\.ya?ml") && finding.kamelet() == null
                            ? finding.hinting(YamlHint.of(finding.hint())) : finding);
                }
            });
        }
        findings.sort(IN_FILES);
        int routes = (int) subject.routes().stream().filter(route -> route.form() != Form.TEMPLATE).count();
        return new Report(List.copyOf(findings), new Report.Checked(routes, subject.kamelets().size(), subject.files().size()));
    }
}
