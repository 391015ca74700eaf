package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.support.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class AiProbesTest {

    private final HandClock clock = new HandClock();
    private final AiStatus status = new AiStatus(new StatusSettings(Duration.ofMinutes(5), 10, 20), clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AiProbes probes = new AiProbes(status, clock, meters);

    private Exchange probe(String account) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty("account", account);
        return exchange;
    }

    private void answers(String account, String body) throws IOException {
        Exchange exchange = probe(account);
        exchange.getMessage().setBody(body.getBytes());
        probes.answered(exchange);
    }

    private void fails(String account, int code) {
        Exchange exchange = probe(account);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new HttpOperationFailedException("https://groq", code, "", null, Map.of(), "secret"));
        probes.failed(exchange);
    }

    @Test
    void remembersSinceWhenAndCountsEachFailureOnce() throws Exception {
        assertThat(probes.findings()).isEmpty();
        answers("groq", "{\"data\":[]}");
        clock.forward(Duration.ofMinutes(1));
        answers("groq", "{\"data\":[]}");
        assertThat(probes.findings()).containsEntry("groq", new AiProbes.Finding(true, HandClock.NOON, null));
        fails("groq", 500);
        clock.forward(Duration.ofMinutes(1));
        fails("groq", 401);
        assertThat(probes.findings()).containsEntry("groq", new AiProbes.Finding(false, HandClock.NOON.plusSeconds(60), "status_401"));
        assertThat(status.read().errors()).isEqualTo(2);
        assertThat(meters.get("hub.integration.up").tag("integration", "groq").gauge().value()).isZero();
        answers("groq", "{\"data\":[]}");
        assertThat(probes.findings()).containsEntry("groq", new AiProbes.Finding(true, HandClock.NOON.plusSeconds(120), null));
        assertThat(meters.get("hub.integration.up").tag("integration", "groq").gauge().value()).isEqualTo(1);
        assertThat(status.read().errors()).isEqualTo(2);
    }

    @Test
    void namesTheSettingThatIsMissing() {
        Exchange exchange = probe("groq");
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new MissingPropertyException("property hub.provider.groq.api-key is not set"));
        probes.failed(exchange);
        assertThat(probes.findings().get("groq").why()).isEqualTo("property hub.provider.groq.api-key is not set");
    }

    @Test
    void whatIsNoListOfModelsIsNoAnswerAndIsNotQuoted() {
        for (String body : new String[] {"<html>", "{}", "", "{\"data\":5}"}) {
            assertThatThrownBy(() -> answers("groq", body)).isInstanceOf(IOException.class).hasMessage("no list of models");
        }
        assertThat(probes.findings()).isEmpty();
    }
}
