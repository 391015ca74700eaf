package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.delivery.record.ClaimedElsewhereException;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.engine.StoppingException;
import com.versaai.hub.support.HubTest;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;

/** The policy of routes/ErrorPolicy.java finds everything that leaves a delivery in its queue: what it misses is an error with a stack trace. */
@HubTest
class DeliveryPolicyTest {

    private static final Map<String, RuntimeException> THROWN = Map.of(
            "circuit", CallNotPermittedException.createCallNotPermittedException(CircuitBreaker.ofDefaults("x")),
            "paused", new DestinationPausedException("slack"),
            "rate", new RateLimitedException("slack"),
            "stop", stopping(),
            "claimed", new ClaimedElsewhereException("d", Instant.EPOCH),
            "overtaken", new OptimisticLockingFailureException("x"),
            "twice", new DuplicateKeyException("x"));

    @Autowired
    private CamelContext camel;
    @Autowired
    private ProducerTemplate template;

    private final String route = "probe-" + UUID.randomUUID();

    private static RuntimeException stopping() {
        Stopping begun = new Stopping();
        begun.begin();
        try {
            begun.unless(() -> null);
            throw new AssertionError("not stopping");
        } catch (StoppingException e) {
            return e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void probe() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + route).routeId(route).routeConfigurationId("hub-delivery").to("direct:" + route + "-attempt");
                from("direct:" + route + "-attempt").routeId(route + "-attempt").errorHandler(noErrorHandler())
                        .process(exchange -> {
                            throw THROWN.get(exchange.getMessage().getBody(String.class));
                        });
            }
        });
    }

    @AfterEach
    void gone() throws Exception {
        for (String id : new String[] {route, route + "-attempt"}) {
            camel.getRouteController().stopRoute(id);
            camel.removeRoute(id);
        }
    }

    static Set<String> kinds() {
        return THROWN.keySet();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void staysInItsQueue(String what) {
        Exchange exchange = template.send("direct:" + route, out -> {
            out.getMessage().setBody(what);
            out.setProperty(DeliveryPass.PROPERTY, new DeliveryPass(new Delivery("e/slack/a", "slack", "a", "e", "user.login", null, null, null, null, null, 0,
                    null, null, null)));
        });

        assertThat(exchange.getException()).as(what).isNull();
    }
}
