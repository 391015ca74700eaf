package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.Yaml;

/** Camel's catalog of kamelets fits the Camel of the hub: it is the one of another minor version. */
class OfficialKameletsTest {

    private static final Pattern CLASS = Pattern.compile("#class:(org\\.apache\\.camel\\.[\\w.]+)");

    private static List<Resource> kamelets() throws IOException {
        return List.of(new PathMatchingResourcePatternResolver().getResources("classpath*:kamelets/*.kamelet.yaml"));
    }

    @Test
    void eachIsReadAndNeedsNothingThatThisCamelDoesNotHave() throws Exception {
        CamelCatalog catalog = new DefaultCamelCatalog(true);
        Set<String> artifacts = new TreeSet<>(List.of("camel-core"));
        catalog.findComponentNames().forEach(name -> artifacts.add(catalog.componentModel(name).getArtifactId()));
        catalog.findDataFormatNames().forEach(name -> artifacts.add(catalog.dataFormatModel(name).getArtifactId()));
        catalog.findLanguageNames().forEach(name -> artifacts.add(catalog.languageModel(name).getArtifactId()));
        catalog.findOtherNames().forEach(name -> artifacts.add(catalog.otherModel(name).getArtifactId()));
        List<String> unknown = new ArrayList<>();
        List<Resource> kamelets = kamelets();
        assertThat(kamelets).hasSizeGreaterThan(240);
        for (Resource kamelet : kamelets) {
            Map<String, Object> spec = new Yaml().<Map<String, Map<String, Object>>>load(kamelet.getContentAsString(StandardCharsets.UTF_8)).get("spec");
            for (Object dependency : spec.get("dependencies") instanceof List<?> all ? all : List.of()) {
                String name = String.valueOf(dependency);
                assertThat(name).as(kamelet.getFilename()).doesNotContain("kamelets-utils");
                if (name.startsWith("camel:") && !artifacts.contains("camel-" + name.substring(6))) {
                    unknown.add(kamelet.getFilename() + " needs " + name);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** Of those whose components are on board, no class of Camel's is missing. */
    @Test
    void theirClassesAreThere() throws Exception {
        Set<String> missing = new TreeSet<>();
        for (Resource kamelet : kamelets()) {
            String text = kamelet.getContentAsString(StandardCharsets.UTF_8);
            if (onBoard(text)) {
                Matcher named = CLASS.matcher(text);
                while (named.find()) {
                    try {
                        Class.forName(named.group(1), false, OfficialKameletsTest.class.getClassLoader());
                    } catch (ClassNotFoundException e) {
                        missing.add(kamelet.getFilename() + ": " + named.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean onBoard(String text) {
        // Of other tests' kamelets on this class path some name none.
        Matcher dependency = Pattern.compile("camel:([\\w-]+)").matcher(text.substring(Math.max(0, text.indexOf("dependencies:"))));
        while (dependency.find()) {
            String jar = "camel-" + dependency.group(1) + "-4.";
            if (!dependency.group(1).equals("core") && !System.getProperty("java.class.path").contains(jar)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void aNameThatTheFolderHasIsItsOwn(@TempDir Path folder) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.disableJMX();
            CatalogKamelets.bind(context.getRegistry(), context, folder.toString());
            context.getComponent("kamelet", KameletComponent.class).setLocation(CatalogKamelets.LOCATION);
            context.start();
            Files.writeString(folder.resolve("log-sink.kamelet.yaml"), "broken at the start");
            assertThat(loads(context, "log-sink")).as("the hub's file is broken, Camel's is another").isFalse();
            assertThat(loads(context, "log-action")).isTrue();
        }
    }

    private static boolean loads(DefaultCamelContext context, String kamelet) {
        try {
            context.getEndpoint("kamelet:" + kamelet);
            return context.getRouteTemplateDefinition(kamelet) != null;
        } catch (org.apache.camel.ResolveEndpointFailedException e) {
            return false;
        }
    }
}
