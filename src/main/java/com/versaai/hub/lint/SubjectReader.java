package com.versaai.hub.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.rest.OpenApiDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.support.ResourceHelper;

/** Reads all that a lint looks at: Camel's model and the files. */
final class SubjectReader {

    private final Path routes;
    private final Path kamelets;
    private final Supplier<Names> names;

    SubjectReader(Path routes, Path kamelets, Supplier<Names> names) {
        this.routes = routes;
        this.kamelets = kamelets;
        this.names = names;
    }

    Subject read(CamelContext context) {
        try {
            return read((ModelCamelContext) context, LintedFile.below(routes), LintedFile.below(kamelets));
        } catch (IOException e) {
            throw new UncheckedIOException("the files of routes or kamelets cannot be read", e);
        }
    }

    private Subject read(ModelCamelContext context, List<LintedFile> routeFiles, List<LintedFile> kameletFiles) throws IOException {
        Placeholders placeholders = new Placeholders(context);
        List<LintedFile> files = Stream.concat(routeFiles.stream(), kameletFiles.stream()).toList();
        List<Kamelet> read = kameletFiles.stream().map(file -> Kamelet.of(file, placeholders)).toList();
        Set<String> kameletNames = read.stream().map(Kamelet::name).collect(Collectors.toSet());
        RouteReader reader = new RouteReader(context, placeholders, files);
        SourceLocations locations = new SourceLocations(files);
        List<Place> restVerbs = context.getRestDefinitions().stream().filter(rest -> !rest.getVerbs().isEmpty())
                .map(rest -> locations.of(rest, rest.getVerbs().get(0).getRouteId())).toList();
        return new Subject(reader.routes(kameletNames), reader.late(), reader.policies(), read, operations(context, context, placeholders), restVerbs, files,
                placeholders, reader.templateParameters(), name -> context.getRegistry().lookupByName(name) != null, names.get());
    }

    /** Operations of every contract that the routes name. */
    private static Map<String, Place> operations(CamelContext context, Model model, Placeholders placeholders) throws IOException {
        Map<String, Place> operations = new LinkedHashMap<>();
        for (RestDefinition rest : model.getRestDefinitions()) {
            OpenApiDefinition contract = rest.getOpenApi();
            if (contract != null && contract.getSpecification() != null) {
                String specification = placeholders.replaced(contract.getSpecification(), Map.of());
                try (InputStream text = ResourceHelper.resolveMandatoryResourceAsInputStream(context, specification)) {
                    operations(specification, new String(text.readAllBytes(), StandardCharsets.UTF_8), operations);
                }
            }
        }
        return operations;
    }

    private static void operations(String file, String text, Map<String, Place> operations) throws IOException {
        try {
            for (YamlNode path : YamlNode.parse(text).at("paths").entries().values()) {
                for (YamlNode operation : path.entries().values()) {
                    YamlNode id = operation.at("operationId");
                    if (!id.text().isEmpty()) {
                        operations.put(id.text(), Place.in(file, id.line()));
                    }
                }
            }
        } catch (YamlNode.UnreadableException e) {
            throw new IOException(file + " is no YAML, line " + e.line() + ": " + e.getMessage(), e);
        }
    }
}
