package com.versaai.hub.ai;

import com.fasterxml.jackson.core.JacksonException;
import com.versaai.hub.ai.chain.ChatFault;
import com.versaai.hub.ai.request.ChatJson;
import com.versaai.hub.provider.MissingPropertyException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the last probe of each provider found; told by routes/ops/AiProbe.java. Bean {@code aiProbes}. */
class AiProbes {

    private static final Logger LOG = LoggerFactory.getLogger(AiProbes.class);
    private static final String ACCOUNT = "account";

    /**
     * @param since when it became so, not when it was last seen
     * @param why   short reason of a failure, the property when a setting is missing, never text of a provider; null while it is up
     */
    record Finding(boolean up, Instant since, String why) {
    }

    private final AiStatus status;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Finding> findings = new ConcurrentSkipListMap<>();

    AiProbes(AiStatus status, Clock clock, MeterRegistry meters) {
        this.status = status;
        this.clock = clock;
        this.meters = meters;
    }

    /** By account; one that was not probed yet is missing. */
    Map<String, Finding> findings() {
        return Map.copyOf(findings);
    }

    /**
     * Something came back.
     *
     * @throws IOException when it is no list of models: whatever answers there is not the provider
     */
    public void answered(Exchange exchange) throws IOException {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        try {
            if (body == null || !ChatJson.MAPPER.readTree(body).path("data").isArray()) {
                throw new IOException("no list of models");
            }
        } catch (JacksonException e) {
            // Its message would quote the answer.
            throw new IOException("no list of models");
        }
        found(exchange, null);
    }

    /** For the error policy. */
    public void failed(Exchange exchange) {
        status.failed();
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        MissingPropertyException missing = ObjectHelper.getException(MissingPropertyException.class, thrown);
        found(exchange, missing != null ? missing.getMessage() : ChatFault.of(thrown, clock).code());
    }

    private void found(Exchange exchange, String why) {
        String account = exchange.getProperty(ACCOUNT, String.class);
        Finding before = findings.get(account);
        boolean changed = before == null || before.up() != (why == null);
        findings.put(account, new Finding(why == null, changed ? clock.instant() : before.since(), why));
        if (before == null) {
            Gauge.builder("hub.integration.up", () -> findings.get(account).up() ? 1 : 0).tag("integration", account)
                    .description("1 while the circuit is closed; of an AI provider: while its probe succeeds").register(meters);
        }
        if (changed && why != null) {
            LOG.warn("{} failed its probe: {}", account, why);
        } else if (changed && before != null) {
            LOG.info("{} answers its probe again", account);
        }
    }
}
