package com.versaai.hub.connector;

import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.FaultDecoders;
import com.versaai.hub.provider.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
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
        return new AuthorizedCalls(boundedAnswers, new ManifestAccess(account -> ofAccount(account, manifests, environment), secrets));
    }

    private static Manifest ofAccount(String account, Manifests manifests, ConfigurableEnvironment environment) {
        Manifest own = manifests.get(account);
        return own != null ? own : Binder.get(environment).bind(DESTINATIONS, Bindable.mapOf(String.class, Used.class)).orElse(Map.of()).entrySet()
                .stream().filter(one -> account.equals(one.getValue().account()))
                .map(one -> manifests.get(one.getValue().connector() == null ? one.getKey() : one.getValue().connector()))
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static Map<String, Object> defaults(Manifests manifests, ConfigurableEnvironment environment) {
        Map<String, Object> defaults = new TreeMap<>();
        manifests.all().values().forEach(manifest -> add(defaults, manifest.name(), manifest));
        Binder.get(environment).bind(DESTINATIONS, Bindable.mapOf(String.class, Used.class)).ifBound(used -> used.forEach((name, one) -> {
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
