package webhooks;

import org.apache.camel.builder.RouteBuilder;

/** Receives Stripe's webhooks: verify, append as it came, acknowledge. Owner: payments. */
public class StripeWebhook extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:receiveStripeWebhook")
            .routeId("stripe-webhook-receive")
            .routeGroup("webhooks")
            .routeDescription("POST /webhooks/stripe -> verified bytes in hub.inbox")
            .routeConfigurationId("hub-request")
            .bean("reception", "verify(${exchange}, 'stripe')")
            // Only what Kafka has on all replicas is acknowledged; the sender repeats everything else. One batch at a time,
            // at once: what comes meanwhile is the next, so nobody waits for a clock.
            .to("kafka:hub.inbox?lingerMs=0&maxInFlightRequest=1&additionalProperties.delivery.timeout.ms=10000")
            .removeHeaders("*")
            .setBody(constant("{\"received\":true}"))
            .setHeader("Content-Type", constant("application/json"));
    }
}
