package com.versaai.hub.provider;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.mock.env.MockEnvironment;

/** The real kamelet files in a bare Camel context, against a fake provider on a random port. */
final class ConnectorHarness implements AutoCloseable {

    static final int MAX_ANSWER = 256 * 1024;

    final WireMockServer provider = new WireMockServer(options().dynamicPort().gzipDisabled(true).containerThreads(40));
    final MockEnvironment environment = new MockEnvironment();
    final CamelContext context = new DefaultCamelContext();
    final FaultClassifier faults = new FaultClassifier(Clock.systemUTC());
    private final TokenEndpoint tokens;

    ConnectorHarness() throws Exception {
        provider.start();
        BoundedAnswers bounds = new BoundedAnswers(MAX_ANSWER);
        Secrets secrets = new Secrets(environment);
        tokens = new TokenEndpoint(bounds, Duration.ofSeconds(2), Clock.systemUTC(), faults);
        bind("boundedAnswers", bounds);
        bind("secrets", secrets);
        bind("slackAccess", new AuthorizedCalls(bounds, new SlackAccess(secrets)));
        bind("salesforceAccess", new AuthorizedCalls(bounds, new SalesforceAccess(secrets, tokens, Clock.systemUTC())));
        bind("hubspotAccess", new AuthorizedCalls(bounds, new HubspotAccess(secrets, tokens, Clock.systemUTC())));
        bind("ga4Access", new AuthorizedCalls(bounds, new Ga4Access(secrets)));
        bind("mixpanelAccess", new AuthorizedCalls(bounds, new MixpanelAccess(secrets)));
        bind("segmentAccess", new AuthorizedCalls(bounds, new SegmentAccess(secrets)));
        bind("amplitudeAccess", new AmplitudeCalls(bounds, secrets));
        bind("stripeAccess", new AuthorizedCalls(bounds, new ApiKeyAccess(secrets)));
        bind("analyticsAnswers", new AnalyticsAnswers(faults));
        bind("slackMessages", new SlackMessages(secrets, faults));
        bind("salesforceRecords", new SalesforceRecords(secrets));
        bind("hubspotObjects", new HubspotObjects(faults));
        KameletComponent kamelets = new KameletComponent();
        kamelets.setLocation("file:kamelets");
        kamelets.setNoErrorHandler(true);
        context.addComponent("kamelet", kamelets);
        context.start();
    }

    void bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
    }

    String url(String path) {
        return provider.baseUrl() + path;
    }

    /** The exchange after one call; the failure, if any, is in its exception. */
    Exchange send(String kamelet, String body, Map<String, Object> headers) {
        return context.createFluentProducerTemplate().to("kamelet:" + kamelet)
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
                    exchange.getMessage().setHeaders(new java.util.LinkedHashMap<>(headers));
                }).send();
    }

    Fault fault(String destination, Exchange exchange) {
        return faults.classify(destination, exchange.getException());
    }

    @Override
    public void close() throws Exception {
        context.stop();
        tokens.close();
        provider.stop();
    }
}
