package delivery;

import org.apache.camel.builder.RouteBuilder;

/**
 * How everything is delivered; one instance per destination. Owner: integration platform.
 *
 * <p>A destination has its own topic, consumers, rate, circuit and schedule, so a hung one costs the others nothing. Each
 * attempt goes through the circuit breaker; the error policy {@code hub-delivery} repeats, parks or gives up. An offset is
 * acknowledged only after the outcome is recorded.
 */
public class DeliveryTemplate extends RouteBuilder {

    @Override
    public void configure() {
        routeTemplate("delivery")
            .templateParameter("destination", null, "Name in hub.delivery.destinations")
            .templateParameter("concurrency", "4", "Deliveries under way at once; not more than the topic has partitions")
            // Few records a poll: all of them must be through before Kafka's max.poll.interval takes the consumer for dead.
            .from("kafka:hub.deliveries.{{destination}}?groupId=hub.{{destination}}-deliver&consumersCount={{concurrency}}&maxPollRecords=10"
                    + "&exceptionHandler=#unacknowledgedRecords")
                .routeGroup("delivery")
                .routeDescription("Queue of {{destination}} -> deduplicate, wait while its circuit is open, attempt")
                .routeConfigurationId("hub-delivery")
                .bean("deliveryReader", "read")
                .idempotentConsumer(exchangeProperty("deliveryId")).idempotentRepository("settledDeliveries").eager(false)
                    .bean("claims", "refuseUnsettled")
                    .bean("circuits", "gate")
                    .choice()
                        .when(method("outcomes", "superseded"))
                            .bean("outcomes", "leaveOut")
                        .otherwise()
                            .to("direct:{{destination}}-attempt")
                            .bean("outcomes", "delivered")
                    .end()
                .end()
                .process("acknowledge");

        routeTemplate("attempt")
            .templateParameter("destination", null, "Name in hub.delivery.destinations")
            .templateParameter("call", null, "Endpoint that makes the provider call")
            .from("direct:{{destination}}-attempt")
                .routeGroup("delivery")
                .routeDescription("One attempt at {{destination}}; the error policy hub-delivery repeats it as a whole")
                .errorHandler(noErrorHandler())
                .bean("attempts", "pause")
                .bean("rateLimits", "take")
                .bean("claims", "claim")
                .circuitBreaker().id("circuit").resilience4jConfiguration()
                        .circuitBreaker("{{destination}}-circuit").throwExceptionWhenHalfOpenOrOpenState(true).end()
                    .bean("attempts", "start")
                    .doTry()
                        .bean("ages", "refuseTooOld")
                        .to("{{call}}")
                    .doCatch(Exception.class)
                        .bean("attempts", "failed")
                    .end()
                    .bean("outcomes", "answered")
                .end();

        from("direct:delivery-failed")
            .routeId("delivery-failed")
            .routeGroup("delivery")
            .routeDescription("Given up -> integration.failed and dead letter; else parked until its next round")
            .errorHandler(noErrorHandler())
            .choice()
                .when(method("outcomes", "exhausted"))
                    .setBody(method("outcomes", "failure"))
                    .setBody(method("eventRecords", "records"))
                    .to("kafka:hub.events.integration.failed")
                    .bean("outcomes", "deadLetter")
                .otherwise()
                    .bean("outcomes", "park")
            .end()
            .process("acknowledge");
    }
}
