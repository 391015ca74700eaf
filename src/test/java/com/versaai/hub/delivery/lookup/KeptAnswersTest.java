package com.versaai.hub.delivery.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.support.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** How long an answer of a CRM is kept, on a clock that is moved by hand. */
class KeptAnswersTest {

    private static final String ANA = "[{\"id\":\"1\",\"email\":\"ana@acme.example\",\"name\":\"Ana\"}]";
    private static final String NOBODY = "[]";
    private static final Duration FOUND = Duration.ofMinutes(5);
    private static final Duration UNKNOWN = Duration.ofSeconds(30);
    private static final Duration JUST = Duration.ofMillis(1);

    private final HandClock clock = new HandClock();
    private final CamelContext camel = new DefaultCamelContext();
    private final ObjectMapper json = new ObjectMapper();
    private final Semaphore turns = new Semaphore(1);
    private final ContactLookups lookups = lookups(FOUND, UNKNOWN);
    private int asked;

    private ContactLookups lookups(Duration found, Duration unknown) {
        LookupSettings settings = new LookupSettings(100, found, unknown, Duration.ofSeconds(1));
        Admission everybody = new Admission(settings, null, null) {
            @Override
            Permit enter(Destination destination) {
                assertThat(turns.tryAcquire()).as("every turn came back").isTrue();
                return new Permit(turns, null, 0);
            }
        };
        return new ContactLookups(Records.destinations(Records.settings()), everybody, settings, new FaultClassifier(clock, connector -> Optional.empty()), json, clock,
                new SimpleMeterRegistry(), clock::nanos);
    }

    private Exchange question(String crm, String email) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeader("HubCrm", crm);
        exchange.getMessage().setHeader("HubKey", email);
        return exchange;
    }

    /** What is told when the CRM would answer that now. */
    private JsonNode told(ContactLookups by, String crm, String email, String now) throws Exception {
        Exchange exchange = question(crm, email);
        by.ask(exchange);
        if (exchange.getProperty(ContactLookups.ASKS) != null) {
            asked++;
            exchange.getMessage().setBody(now.getBytes(StandardCharsets.UTF_8));
            by.found(exchange);
        }
        return json.readTree(exchange.getMessage().getBody(String.class));
    }

    private JsonNode told(String now) throws Exception {
        return told(lookups, "hubspot", "ana@acme.example", now);
    }

    @Test
    void whoWasFoundIsKnownForFiveMinutesHoweverOftenItIsAsked() throws Exception {
        JsonNode first = told(ANA);
        for (int minute = 1; minute < 5; minute++) {
            clock.forward(Duration.ofMinutes(1));
            assertThat(told(NOBODY)).as("after %d min", minute).isEqualTo(first);
        }
        clock.forward(Duration.ofMinutes(1).minus(JUST));
        assertThat(told(NOBODY)).isEqualTo(first);
        assertThat(asked).isEqualTo(1);
        clock.forward(JUST);
        JsonNode then = told(NOBODY);
        assertThat(then.path("contacts")).isEmpty();
        assertThat(then.path("asOf").asText()).isEqualTo("2026-01-05T12:05:00Z").isNotEqualTo(first.path("asOf").asText());
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void whoIsUnknownIsAskedForAgainAfterHalfAMinuteAndThenKnownForLonger() throws Exception {
        assertThat(told(NOBODY).path("contacts")).isEmpty();
        clock.forward(UNKNOWN.minus(JUST));
        assertThat(told(ANA).path("contacts")).isEmpty();
        clock.forward(JUST);
        assertThat(told(ANA).path("contacts")).hasSize(1);
        clock.forward(FOUND.minus(JUST));
        assertThat(told(NOBODY).path("contacts")).hasSize(1);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetEndsNothing() throws Exception {
        told(ANA);
        clock.jump(Duration.ofDays(1));
        assertThat(told(NOBODY).path("contacts")).hasSize(1);
        clock.jump(Duration.ofDays(-2));
        clock.forward(FOUND);
        assertThat(told(NOBODY).path("contacts")).isEmpty();
    }

    @Test
    void eachAddressHasItsOwnTimeInWhicheverCase() throws Exception {
        told(ANA);
        clock.forward(FOUND.dividedBy(2));
        told(lookups, "hubspot", "bob@acme.example", ANA);
        told(lookups, "hubspot", "ANA@acme.example", ANA);
        assertThat(asked).isEqualTo(2);
        clock.forward(FOUND.dividedBy(2));
        assertThat(told(NOBODY).path("contacts")).isEmpty();
        assertThat(told(lookups, "hubspot", "bob@acme.example", NOBODY).path("contacts")).hasSize(1);
    }

    @Test
    void zeroKeepsNothing() throws Exception {
        ContactLookups none = lookups(Duration.ZERO, Duration.ZERO);
        told(none, "hubspot", "ana@acme.example", ANA);
        assertThat(told(none, "hubspot", "ana@acme.example", NOBODY).path("contacts")).isEmpty();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aFailureIsNotKeptAndEndsNoAnswerOfBefore() throws Exception {
        told(ANA);
        clock.forward(FOUND);
        Exchange exchange = question("hubspot", "ana@acme.example");
        lookups.ask(exchange);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new ProviderException("hubspot", new Fault(FaultClass.TRANSIENT, 503, "unavailable", "later", null, null)));
        lookups.failed(exchange);
        assertThatThrownBy(() -> lookups.found(exchange)).isInstanceOf(ProblemException.class);
        assertThat(told(ANA).path("contacts")).as("asked again at once").hasSize(1);
        assertThat(asked).isEqualTo(2);
    }
}
