package com.versaai.hub.connector;

import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.FaultDecoders;
import com.versaai.hub.provider.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Bean {@code manifests}, and the defaults of the settings that the manifests name. */
@Configuration(proxyBeanMethods = false)
class ConnectorConfiguration {

    private static final String SOURCE = "connectors";
    private static final String DESTINATIONS = "hub.delivery.destinations";

    /** What of a destination's configuration says whose settings it uses. */
    record Used(String connector, String account) {
    }

    /** Before the first settings are bound: a manifest's defaults are settings like others, only the last that are asked for. */
    @Bean
    static BeanFactoryPostProcessor connectors(ConfigurableEnvironment environment) {
        return beans -> {
            Manifests manifests = new Manifests(Path.of(environment.getProperty("hub.connectors.location", "routes/connectors")),
                    Path.of(environment.getProperty("hub.routes.kamelets", "kamelets")), Clock.systemUTC());
            manifests.configured((connector, destination) -> connector.equals(instances(environment).get(destination)));
            manifests.refresh();
            Map<String, Object> defaults = new ConcurrentHashMap<>(defaults(manifests, environment));
            environment.getPropertySources().addLast(new MapPropertySource(SOURCE, defaults));
            manifests.onChange(() -> {
                Map<String, Object> now = defaults(manifests, environment);
                defaults.keySet().retainAll(now.keySet());
                defaults.putAll(now);
            });
            beans.registerSingleton("manifests", manifests);
        };
    }

    /** Tells the shared part of the hub, which names no connector, what the connectors know. */
    @Bean
    FaultDecoders faultDecoders(ObjectProvider<Connector> connectors, Manifests manifests) {
        return new DecodersByName(connectors::stream, manifests);
    }

    @Bean
    AuthorizedCalls connectorAccess(BoundedAnswers boundedAnswers, Secrets secrets, Manifests manifests, ConfigurableEnvironment environment) {
        Map<String, String> found = new ConcurrentHashMap<>(); // every call asks, and reading the configuration is slow
        return new AuthorizedCalls(boundedAnswers, new ManifestAccess(account -> {
            Manifest own = manifests.get(account);
            String connector = own != null ? account : found.computeIfAbsent(account, one -> accounts(environment).get(one));
            return connector == null ? null : manifests.get(connector);
        }, secrets));
    }

    /** Whose instances the destinations are that the configuration names. */
    private static Map<String, String> instances(ConfigurableEnvironment environment) {
        Map<String, String> connectors = new TreeMap<>();
        Binder.get(environment).bind(DESTINATIONS, Bindable.mapOf(String.class, Used.class)).orElse(Map.of())
                .forEach((name, one) -> connectors.put(name, one.connector() == null ? name : one.connector()));
        return connectors;
    }

    /** Whose kind the accounts are that the configuration gives destinations. */
    private static Map<String, String> accounts(ConfigurableEnvironment environment) {
        Map<String, String> connectors = new TreeMap<>();
        Binder.get(environment).bind(DESTINATIONS, Bindable.mapOf(String.class, Used.class)).orElse(Map.of()).forEach((name, one) -> {
            if (one.account() != null) {
                connectors.put(one.account(), one.connector() == null ? name : one.connector());
            }
        });
        return connectors;
    }

    private static Map<String, Object> defaults(Manifests manifests, ConfigurableEnvironment environment) {
        Map<String, Object> defaults = new TreeMap<>();
        manifests.all().values().forEach(manifest -> add(defaults, manifest.name(), manifest));
        accounts(environment).forEach((account, connector) -> {
            if (manifests.get(connector) != null) {
                add(defaults, account, manifests.get(connector));
            }
        });
        return defaults;
    }

    private static void add(Map<String, Object> defaults, String account, Manifest manifest) {
        manifest.settings().forEach((name, setting) -> {
            if (setting.defaultValue() != null) {
                defaults.put("hub.provider." + account + '.' + name, setting.defaultValue());
            }
        });
    }
}
