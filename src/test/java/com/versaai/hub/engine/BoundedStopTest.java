package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.versaai.hub.support.HubTest;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.RouteStartupOrder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HubTest
class BoundedStopTest {

    @Autowired
    private CamelContext camel;

    /** A call that has begun can come back: no kamelet of a delivery waits longer for the answer to begin. */
    @Test
    void theHubStopsBoundedly() {
        assertThat(camel.getShutdownStrategy()).isInstanceOf(BoundedStop.class);
        assertThat(camel.getShutdownStrategy().getTimeUnit().toSeconds(camel.getShutdownStrategy().getTimeout())).isEqualTo(11);
        assertThat(camel.getShutdownStrategy().isLogInflightExchangesOnTimeout()).isFalse();
    }

    /** Each waits for all others: one after the other none would end. */
    @Test
    void cutsOffEverythingAtOnce() {
        CyclicBarrier together = new CyclicBarrier(3);
        KafkaEndpoint kafka = new KafkaEndpoint("kafka:x", new KafkaComponent());
        kafka.setConfiguration(new KafkaConfiguration());
        List<RouteStartupOrder> routes = List.of(route(kafka, together), route(kafka, together), route(kafka, together));
        try (DefaultCamelContext own = new DefaultCamelContext()) {
            Stopping stopping = new Stopping();
            BoundedStop stop = new BoundedStop(stopping);
            stop.setCamelContext(own);
            stopping.begin();

            stop.shutdownRoutesNow(routes);

            assertThat(together.isBroken()).isFalse();
            assertThat(together.getNumberWaiting()).isZero();
            assertThat(kafka.getConfiguration().getShutdownTimeout()).as("of a consumer that is being cut off").isLessThan(1000);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static RouteStartupOrder route(KafkaEndpoint endpoint, CyclicBarrier together) {
        Consumer consumer = mock(Consumer.class);
        when(consumer.getEndpoint()).thenReturn(endpoint);
        doAnswer(call -> together.await(30, TimeUnit.SECONDS)).when(consumer).stop();
        Route route = mock(Route.class);
        when(route.getRouteId()).thenReturn("x-deliver");
        RouteStartupOrder order = mock(RouteStartupOrder.class);
        when(order.getRoute()).thenReturn(route);
        when(order.getInput()).thenReturn(consumer);
        return order;
    }
}
