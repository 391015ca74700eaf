package com.versaai.hub.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.MappingsSaver;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.MappingsLoaderExtension;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The simulated providers, on one port: {@code http://localhost:<port>/<provider>/…}. They accept the credentials that each
 * {@link SimulatorFactory} announces and check what the real ones check. Needs no application around it:
 *
 * <pre>{@code
 * try (Simulators simulators = new Simulators(0).start()) {
 *     SimulatedProvider crm = SimulatedProvider.of("acme").orElseThrow();
 *     String baseUrl = simulators.url(crm);                                 // http://localhost:12345/acme
 *     simulators.faults().set(crm, FaultSpec.error(503).withPath("/v1/leads").withCount(2));
 *     …
 *     assertThat(simulators.effects().of(crm)).hasSize(1);
 *     simulators.wireMock().getAllServeEvents();                            // what arrived, headers and all
 * }
 * }</pre>
 *
 * {@link Effects} tells what took effect, {@link Faults} makes providers fail, {@link #expireTokens} ends OAuth
 * sessions, {@link #reset} starts afresh between tests. WireMock's own admin API is at {@code /__admin}, as far
 * as {@link SimulatorGuard} lets it; its resets leave the simulators in place. Stub mappings under {@code data/sandbox/mappings}, if there are any, come on top.
 */
public final class Simulators implements AutoCloseable {

    /** Computed answers take well under a millisecond, and late ones hold no thread: few suffice for thousands a second. */
    private static final int THREADS = 32;
    private static final int LOGGED_BYTES = 64 * 1024;

    private final SimulatorSettings settings;
    private final Effects effects;
    private final Faults faults;
    private final DelayedAnswers delayed = new DelayedAnswers(4);
    private final Map<SimulatedProvider, Simulator> simulators = new LinkedHashMap<>();
    private final WireMockServer server;

    /** @param port TCP port on loopback, 0 for any free one */
    public Simulators(int port) {
        this(SimulatorSettings.onPort(port));
    }

    public Simulators(SimulatorSettings settings) {
        // Looked up at each use: the generator must be the calling thread's.
        this(settings, Clock.systemUTC(), () -> ThreadLocalRandom.current().nextLong());
    }

    Simulators(SimulatorSettings settings, Clock clock, RandomGenerator random) {
        this.settings = settings;
        effects = new Effects(settings.ledgerEntries(), clock);
        faults = new Faults(random, delayed::release);
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            simulators.put(provider, provider.factory().simulator(
                    new Surroundings(effects.ledger(provider), clock, settings.ledgerEntries(), settings.optionsOf(provider))));
        }
        server = new WireMockServer(configuration(new SimulatedAnswers(simulators, faults, delayed, clock)));
    }

    private Options configuration(SimulatedAnswers answers) {
        WireMockConfiguration configuration = new NothingKept()
                .port(settings.port()).bindAddress(settings.bindAddress())
                .containerThreads(THREADS).jettyAcceptors(1).jettyAcceptQueueSize(256)
                .httpServerFactory((options, admin, stubs) -> SimulatorServer.with(delayed, options, admin, stubs))
                // Longer than the longest hang, or Jetty would answer for us.
                .timeout((FaultSpec.LONGEST_HANG_SECONDS + 60) * 1000)
                .useChunkedTransferEncoding(Options.ChunkedEncodingPolicy.BODY_FILE)
                .gzipDisabled(true).stubRequestLoggingDisabled(true).templatingEnabled(false)
                // Else WireMock changes the XML factories of the whole process, Camel's too.
                .disableOptimizeXmlFactoriesLoading(true)
                .maxLoggedResponseSize(LOGGED_BYTES)
                .usingFilesUnderDirectory("data/sandbox")
                .extensionScanningEnabled(false).http2PlainDisabled(true)
                // What a stub, a webhook or a recording would call: nobody.
                .httpClientFactory((options, trustAll, trusted, systemProperties) -> request -> {
                    throw new IOException("the simulated providers call nobody");
                })
                .extensions(answers, new Stubs(), new OwnStubsOnly());
        return settings.journalEntries() == 0 ? configuration.disableRequestJournal()
                : configuration.maxRequestJournalEntries(settings.journalEntries());
    }

    /** Stubs of files are read, those of the admin API never written: {@code "persistent": true} has no effect. */
    private static final class NothingKept extends WireMockConfiguration {
        @Override
        public MappingsSaver mappingsSaver() {
            return new MappingsSaver() {
                @Override
                public void save(List<StubMapping> stubs) {
                }

                @Override
                public void save(StubMapping stub) {
                }

                @Override
                public void remove(StubMapping stub) {
                }

                @Override
                public void removeAll() {
                }
            };
        }
    }

    /** Loaded again after every reset through WireMock's admin API. */
    private static final class Stubs implements MappingsLoaderExtension {
        @Override
        public String getName() {
            return "simulated-provider-stubs";
        }

        @Override
        public void loadMappingsInto(StubMappings mappings) {
            for (SimulatedProvider provider : SimulatedProvider.values()) {
                mappings.addMapping(any(urlMatching("/" + provider.path() + "/.*")).withName(provider.path()).atPriority(9)
                        .willReturn(aResponse().withTransformers(SimulatedAnswers.NAME)).build());
            }
        }
    }

    /**
     * Starts listening.
     *
     * @throws SimulatorPortException when the port is taken
     */
    public Simulators start() {
        try {
            server.start();
            return this;
        } catch (FatalStartupException e) {
            delayed.shutdownNow();
            throw new SimulatorPortException(settings.port(), e);
        }
    }

    /** The port listened on. */
    public int port() {
        return server.port();
    }

    /** Base URL of one provider, without a slash at the end: {@code http://localhost:<port>/<provider>}. */
    public String url(SimulatedProvider provider) {
        return "http://localhost:" + port() + "/" + provider.path();
    }

    /**
     * Makes a provider's simulator know objects, as the real one knows what its webhooks name.
     *
     * @param objects JSON by path, as in {@link OutgoingWebhook#objects}
     */
    public void remember(SimulatedProvider provider, Map<String, String> objects) {
        simulators.get(provider).remember(objects);
    }

    /** What took effect. */
    public Effects effects() {
        return effects;
    }

    /** The switchboard of faults. */
    public Faults faults() {
        return faults;
    }

    /** How many requests of a provider wait in a {@link FaultSpec.Kind#HANG} now. */
    public int hanging(SimulatedProvider provider) {
        return delayed.hanging(provider);
    }

    /**
     * Makes every access token that a provider has issued invalid.
     *
     * @throws IllegalArgumentException when its tokens don't expire
     */
    public void expireTokens(SimulatedProvider provider) {
        if (!provider.issuesTokens()) {
            throw new IllegalArgumentException(provider.path() + " has no access tokens that expire");
        }
        simulators.get(provider).expireTokens();
    }

    /** As after a long pause: what was called before counts against no rate limit of a provider. */
    public void rest(SimulatedProvider provider) {
        simulators.get(provider).rest();
    }

    /** One provider's, without HTTP. */
    Simulator simulator(SimulatedProvider provider) {
        return simulators.get(provider);
    }

    /** Forgets effects, records, tokens, faults and the request journal. */
    public void reset() {
        faults.clear();
        simulators.values().forEach(Simulator::reset);
        effects.reset();
        server.resetRequests();
    }

    /** WireMock itself, for its request journal and for stubs of one's own. */
    public WireMockServer wireMock() {
        return server;
    }

    @Override
    public void close() {
        faults.clear();
        server.stop();
        delayed.shutdownNow();
    }
}
