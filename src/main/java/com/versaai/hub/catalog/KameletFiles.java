package com.versaai.hub.catalog;

import com.versaai.hub.catalog.Catalog.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** What the kamelets' files say of themselves; Camel's model of a kamelet keeps neither titles nor which parameter is secret. */
final class KameletFiles {

    private static final Logger LOG = LoggerFactory.getLogger(KameletFiles.class);
    private static final String ENDING = ".kamelet.yaml";
    private static final String TYPE = "camel.apache.org/kamelet.type";
    private static final String CREDENTIALS = "urn:camel:group:credentials";

    private KameletFiles() {
    }

    /** The head of one file. */
    record Head(String name, String type, String title, String description, List<Parameter> parameters) {
    }

    /**
     * Every kamelet at these places, by name.
     *
     * @param locations as Camel's kamelet component has them: folders with their scheme, separated by commas
     */
    static List<Head> at(String locations) {
        List<Head> heads = new ArrayList<>();
        for (String location : locations == null ? new String[0] : locations.split(",")) {
            try {
                Resource[] files = new PathMatchingResourcePatternResolver().getResources(location.strip().replaceFirst("/$", "") + "/*" + ENDING);
                Arrays.stream(files).map(KameletFiles::head).forEach(heads::add);
            } catch (IOException e) {
                LOG.debug("no kamelets at {}", location, e); // the hub runs: its kamelets are somewhere else
            }
        }
        heads.sort(Comparator.comparing(Head::name));
        return heads;
    }

    private static Head head(Resource file) {
        String name = String.valueOf(file.getFilename()).replace(ENDING, "");
        try (InputStream in = file.getInputStream()) {
            return head(name, in);
        } catch (IOException | YAMLException e) {
            // A file that is being edited: what runs is still the version before.
            return new Head(name, "", name, "The file cannot be read at the moment.", List.of());
        }
    }

    static Head head(String name, InputStream yaml) {
        Map<?, ?> file = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        Map<?, ?> definition = map(map(file.get("spec")).get("definition"));
        List<?> required = definition.get("required") instanceof List<?> names ? names : List.of();
        List<Parameter> parameters = new ArrayList<>();
        map(definition.get("properties")).forEach((parameter, about) ->
                parameters.add(parameter(String.valueOf(parameter), map(about), required.contains(parameter))));
        String type = text(map(map(file.get("metadata")).get("labels")).get(TYPE));
        return new Head(name, type == null ? "" : type, text(definition.get("title")), text(definition.get("description")), parameters);
    }

    private static Parameter parameter(String name, Map<?, ?> about, boolean required) {
        boolean secret = "password".equals(about.get("format"))
                || about.get("x-descriptors") instanceof List<?> descriptors && descriptors.contains(CREDENTIALS);
        return new Parameter(name, text(about.get("title")), text(about.get("type")), required, secret ? null : text(about.get("default")),
                text(about.get("description")), secret);
    }

    static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static String text(Object value) {
        return value == null ? null : value.toString().strip();
    }
}
