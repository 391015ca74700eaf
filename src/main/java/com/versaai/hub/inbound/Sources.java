package com.versaai.hub.inbound;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.gateway.ProvedSources;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.provider.SealedTexts;
import com.versaai.hub.verification.Verdict;
import com.versaai.hub.verification.Verification;
import com.versaai.hub.verification.Verifiers;
import com.versaai.hub.verification.WebhookVerifier;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Who may send: one source for each connector whose manifest says what it sends, and what the configuration adds. They change when a
 * manifest does. Bean {@code sources}, of which route files ask too.
 */
public class Sources implements ProvedSources {

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final InboundSettings settings;
    private final Manifests manifests;
    private final Environment environment;
    private final ObjectProvider<Connector> connectors;
    private final Mappings mappings;
    private final SealedTexts seals;
    private volatile Map<String, Source> all;
    private volatile List<String> paths;

    Sources(InboundSettings settings, Manifests manifests, Environment environment, ObjectProvider<Connector> connectors, Mappings mappings) {
        this.settings = settings;
        this.manifests = manifests;
        this.environment = environment;
        this.connectors = connectors;
        this.mappings = mappings;
        this.seals = new SealedTexts(environment);
        settings.sources().forEach((name, instance) -> {
            String connector = instance.connector() == null ? name : instance.connector();
            if (manifests.get(connector) == null) {
                throw new IllegalArgumentException("hub.inbound.sources." + name + ": there is no connector " + connector);
            }
            if (manifests.get(connector).inbound() == null) {
                throw new IllegalArgumentException("hub.inbound.sources." + name + ": connector " + connector + " receives nothing (its manifest has no inbound)");
            }
        });
        refresh(true);
        tell();
        manifests.onChange(() -> refresh(false));
    }

    private void refresh(boolean starting) {
        all = resolved(starting);
        paths = all.values().stream().map(source -> '/' + source.instance()).distinct().toList();
    }

    @Override
    public List<String> paths() {
        return paths;
    }

    /** Those of a context's hub, for route files. */
    public static List<Source> in(CamelContext context) {
        return List.copyOf(context.getRegistry().lookupByNameAndType("sources", Sources.class).all().values());
    }

    /** The kamelets that read the objects of thin events, by connector, for route files. */
    public static Map<String, String> readers(CamelContext context) {
        Map<String, String> readers = new TreeMap<>();
        in(context).stream().filter(source -> source.inbound().read() != null).forEach(source -> readers.put(source.connector(), source.inbound().read()));
        return readers;
    }

    /** By name. */
    public Map<String, Source> all() {
        return all;
    }

    /** Null where there is no such source. */
    public Source get(String name) {
        return name == null ? null : all.get(name);
    }

    private Map<String, Source> resolved(boolean starting) {
        Map<String, Source> sources = new TreeMap<>();
        manifests.all().values().stream().filter(manifest -> manifest.inbound() != null)
                .forEach(manifest -> sources.putAll(doors(manifest.name(), manifest, manifest.name(), starting)));
        settings.sources().forEach((name, instance) -> {
            Manifest manifest = manifests.get(instance.connector() == null ? name : instance.connector());
            if (manifest != null && manifest.inbound() != null) {
                sources.putAll(doors(name, manifest, instance.account() == null ? manifest.name() : instance.account(), starting));
            }
        });
        leaveOutNamesakes(sources);
        return Collections.unmodifiableMap(sources);
    }

    /** A source {@code slack-events} and the door {@code slack/events} would have one route. */
    private static void leaveOutNamesakes(Map<String, Source> sources) {
        sources.keySet().stream().filter(name -> name.indexOf('/') > 0 && sources.containsKey(name.replace('/', '-'))).toList().forEach(name -> {
            LOG.error("Source {} is left out: there is one called {}, which would have the same routes", name, name.replace('/', '-'));
            sources.remove(name);
        });
    }

    private Map<String, Source> doors(String instance, Manifest manifest, String account, boolean starting) {
        Map<String, Source> doors = new TreeMap<>();
        manifest.inbound().byDoor().forEach((door, inbound) -> {
            String name = door.isEmpty() ? instance : instance + '/' + door;
            doors.put(name, source(name, instance, manifest, inbound, account, starting));
        });
        return doors;
    }

    private Source source(String name, String instance, Manifest manifest, Manifest.Inbound inbound, String account, boolean starting) {
        Verification proof = settings.proof(instance, inbound.proof());
        Duration tolerance = Binder.get(environment).bind(property(account, Manifest.WEBHOOK_TOLERANCE), Duration.class).orElse(null);
        Verification verification = tolerance == null || proof.window() == null ? proof : within(proof, account, tolerance);
        return new Source(name, manifest.name(), account, inbound, verification, verifier(verification, account, starting), mapper(manifest, inbound),
                Source.Words.of(inbound, verification), settings.admission(instance), seals);
    }

    private static Verification within(Verification proof, String account, Duration tolerance) {
        try {
            return new Verification(proof.scheme(), proof.parameters(), tolerance);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property(account, Manifest.WEBHOOK_TOLERANCE) + ": " + e.getMessage());
        }
    }

    /** What is wrong when the hub starts keeps it from starting; later it must not take the other connectors with it. */
    private WebhookVerifier verifier(Verification verification, String account, boolean starting) {
        try {
            return Verifiers.of(verification, secrets(account), settings.publicUrl());
        } catch (IllegalArgumentException e) {
            String problem = property(account, Manifest.WEBHOOK_SECRETS) + ": " + e.getMessage();
            // What is only missing stops nothing else.
            boolean missing = settings.publicUrl() == null && verification.signsUrl();
            if (starting && !missing) {
                throw new IllegalArgumentException(problem);
            }
            LOG.error("{}. Until that is mended its webhooks are refused as not_configured.", problem);
            return (request, now) -> Verdict.NOT_CONFIGURED;
        }
    }

    private List<String> secrets(String account) {
        return Binder.get(environment).bind(property(account, Manifest.WEBHOOK_SECRETS), Bindable.listOf(String.class)).orElse(List.of());
    }

    private InboundMapper mapper(Manifest manifest, Manifest.Inbound inbound) {
        return connectors.stream().filter(connector -> connector.name().equals(manifest.name())).map(Connector::inbound).flatMap(found -> found.stream())
                .findFirst().orElseGet(() -> new JqInbound(mappings, manifest, inbound));
    }

    /** Once, at the start: what is missing is told to each sender as 503, too. */
    private void tell() {
        all.values().forEach(source -> {
            int active = secrets(source.account()).size();
            if (active > 0) {
                LOG.info("Webhooks of {}: {} active secret(s)", source.name(), active);
            } else {
                LOG.info("Webhooks of {}: no secret set ({}), so every one is refused as not_configured", source.name(),
                        property(source.account(), Manifest.WEBHOOK_SECRETS));
            }
            tellAdmission(source);
        });
    }

    private void tellAdmission(Source source) {
        if (source.inbound().mode() != null) {
            LOG.info("Webhooks of {}: {} is {}", source.name(), source.admission().said(), source.admission().livemode().word());
        } else if (settings.says(source.instance(), InboundSettings.Instance::livemode)) {
            LOG.warn("{} has no effect: {}/connector.yaml doesn't say where a request tells what is real from what is a test (inbound.mode)",
                    InboundSettings.property(source.instance(), "livemode"), source.connector());
        }
        if (settings.says(source.instance(), InboundSettings.Instance::connect) && !source.inbound().event().containsKey("account")) {
            LOG.warn("{} has no effect: {}/connector.yaml doesn't say where a request names the account (inbound.event.account)",
                    InboundSettings.property(source.instance(), "connect"), source.connector());
        }
    }

    private static String property(String account, String setting) {
        return "hub.provider." + account + '.' + setting;
    }
}
