package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Camel's own producer fails the first of these after some dozens of rounds. */
class ReplaceableDirectTest {

    private static final int SENDERS = 8;
    private static final int ROUNDS = 1000;

    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() {
        camel.disableJMX();
        camel.addComponent("direct", new ReplaceableDirect());
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void allSendersAtOnceReachTheRouteThatIsThere() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        try (Producer producer = camel.getEndpoint("direct:inner").createProducer()) {
            producer.start();
            for (int round = 0; round < ROUNDS; round++) {
                String id = "inner-" + round;
                camel.addRoutes(route("direct:inner", id));
                CyclicBarrier together = new CyclicBarrier(SENDERS);
                List<Future<Exchange>> answers = new ArrayList<>();
                for (int i = 0; i < SENDERS; i++) {
                    answers.add(threads.submit(() -> {
                        Exchange exchange = camel.getEndpoint("direct:inner").createExchange();
                        together.await();
                        producer.process(exchange);
                        return exchange;
                    }));
                }
                for (Future<Exchange> answer : answers) {
                    assertThat(answer.get().getException()).as("round " + round).isNull();
                    assertThat(answer.get().getMessage().getBody()).isEqualTo(id);
                }
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void waitsForARouteThatComes() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            Future<Object> answer = threads.submit(() -> template.requestBody("direct:late", (Object) null));
            camel.addRoutes(route("direct:late", "late"));
            assertThat(answer.get()).isEqualTo("late");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tellsWhenNoneComes() throws Exception {
        Endpoint nobody = camel.getEndpoint("direct:nobody?timeout=20");
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            Exchange failed = template.send(nobody, exchange -> { });
            assertThat(failed.getException()).isInstanceOf(DirectConsumerNotAvailableException.class);
            assertThat(template.requestBody("direct:nobody?block=false&failIfNoConsumers=false", "as it came")).isEqualTo("as it came");
        }
    }

    private static RouteBuilder route(String from, String id) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(id).setBody(constant(id));
            }
        };
    }
}
