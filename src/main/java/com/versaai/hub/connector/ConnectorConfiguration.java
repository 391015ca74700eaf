package com.versaai.hub.connector;

import com.versaai.hub.provider.FaultDecoders;
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

    /** What of a destination's configuration says whose settings it uses. */
    record Used(String connector, String account) {
    }

    /** Before the first settings are bound: a manifest's defaults are settings like others, only the last that are asked for. */
    @Bean
    static BeanFactoryPostProcessor connectors(ConfigurableEnvironment environment) {
        return beans -> {
            Manifests manifests = new Manifests(Path.of(environment.getProperty("hub.connectors.location", "routes/connectors")),
                    Path.of(environment.getProperty("hub.routes.kamelets", "kamelets")), Clock.systemUTC());
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

    private static Map<String, Object> defaults(Manifests manifests, ConfigurableEnvironment environment) {
        Map<String, Object> defaults = new TreeMap<>();
        manifests.all().values().forEach(manifest -> add(defaults, manifest.name(), manifest));
        Binder.get(environment).bind("hub.delivery.destinations", Bindable.mapOf(String.class, Used.class)).ifBound(used -> used.forEach((name, one) -> {
            Manifest manifest = manifests.get(one.connector() == null ? name : one.connector());
            if (manifest != null && one.account() != null) {
                add(defaults, one.account(), manifest);
            }
        }));
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
