package com.versaai.hub.provider;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.versaai.hub.connector.Manifests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.env.MockEnvironment;

/**
 * The real kamelet files with the real beans of all connectors in a bare Camel context, against a fake provider on a random port.
 * A new connector needs no line here.
 */
public final class ConnectorHarness implements AutoCloseable {

    /** Most that is read of an answer. */
    public static final int MAX_ANSWER = 256 * 1024;
    /** Every printable ASCII character, for secrets. */
    public static final String PRINTABLE = IntStream.rangeClosed(0x20, 0x7e).mapToObj(Character::toString).collect(Collectors.joining());

    /** Where a repository has them. */
    public static final String MANIFESTS = "routes/connectors";
    private static final String KAMELETS = "kamelets";
    private static final String CONNECTORS = "com.versaai.hub.connector";

    /** The fake provider. */
    public final WireMockServer provider = new WireMockServer(options().dynamicPort().gzipDisabled(true).containerThreads(40));
    /** Settings, read at each call. */
    public final MockEnvironment environment = new MockEnvironment();
    public final CamelContext context = new DefaultCamelContext();
    public final FaultClassifier faults;
    private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();

    public ConnectorHarness() throws Exception {
        this(Path.of(""));
    }

    /** @param root holds manifests and kamelets where this repository does */
    public ConnectorHarness(Path root) throws Exception {
        provider.start();
        environment.setProperty("hub.connectors.location", root.resolve(MANIFESTS).toString());
        environment.setProperty("hub.routes.kamelets", root.resolve(KAMELETS).toString());
        environment.setProperty("hub.http.token-timeout", "2s");
        environment.setProperty("hub.http.max-answer", MAX_ANSWER + "B");
        beans.setEnvironment(environment);
        beans.register(ProviderConfiguration.class, Settings.class);
        beans.registerBean(ObjectMapper.class);
        beans.scan(CONNECTORS);
        beans.refresh();
        faults = beans.getBean(FaultClassifier.class);
        for (String name : beans.getBeanDefinitionNames()) {
            if (beans.getBeanDefinition(name) instanceof AnnotatedBeanDefinition made && made.getFactoryMethodMetadata() != null) {
                bind(name, beans.getBean(name));
                for (String alias : beans.getAliases(name)) {
                    bind(alias, beans.getBean(name));
                }
            }
        }
        KameletComponent kamelets = new KameletComponent();
        kamelets.setLocation("file:" + root.resolve(KAMELETS));
        kamelets.setNoErrorHandler(true);
        context.addComponent("kamelet", kamelets);
        context.start();
    }

    /** Offers a bean to the kamelets, instead of one of that name. */
    public void bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
    }

    /** Those of the connectors' folder. */
    public Manifests manifests() {
        return beans.getBean(Manifests.class);
    }

    /** Every bean of a type, by name. */
    public <T> Map<String, T> all(Class<T> type) {
        return beans.getBeansOfType(type);
    }

    /** The fake provider's address of {@code path}. */
    public String url(String path) {
        return provider.baseUrl() + path;
    }

    /** The exchange after one call; the failure, if any, is in its exception. */
    public Exchange send(String kamelet, String body, Map<String, Object> headers) {
        return context.createFluentProducerTemplate().to("kamelet:" + kamelet)
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
                    exchange.getMessage().setHeaders(new LinkedHashMap<>(headers));
                }).send();
    }

    /** What the exchange's exception means for a delivery. */
    public Fault fault(String destination, Exchange exchange) {
        return faults.classify(destination, exchange.getException());
    }

    @Override
    public void close() throws Exception {
        context.stop();
        beans.close();
        provider.stop();
    }

    @ConfigurationPropertiesScan(basePackageClasses = ProviderConfiguration.class, basePackages = CONNECTORS)
    static class Settings {
    }
}
