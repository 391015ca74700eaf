package webhooks;

import com.versaai.hub.inbound.Source;
import com.versaai.hub.inbound.Sources;
import org.apache.camel.builder.RouteBuilder;

/** Receives webhooks: verify, append as they came, acknowledge; a route for each source. Owner: integration platform. */
public class Webhooks extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:receiveWebhook")
            .routeId("webhook-receive")
            .routeGroup("webhooks")
            .routeDescription("POST /webhooks/{source} -> the route of that source")
            .routeConfigurationId("hub-request")
            .toD("${bean:reception?method=routeOf}");

        for (Source source : Sources.in(getContext())) {
            from("direct:receive-" + source.name())
                .routeId(source.name() + "-webhook-receive")
                .routeGroup("webhooks")
                .routeDescription("POST /webhooks/" + source.name() + " -> verified bytes in hub.inbox")
                .routeConfigurationId("hub-caller")
                .bean("reception", "verify(${exchange}, '" + source.name() + "')")
                // Only what Kafka has on all replicas is acknowledged; the sender repeats everything else. One batch at a time,
                // at once: what comes meanwhile is the next, so nobody waits for a clock.
                .to("kafka:hub.inbox?lingerMs=0&maxInFlightRequest=1&additionalProperties.delivery.timeout.ms=10000")
                .bean("reception", "answer(${exchange}, '" + source.name() + "')");
        }
    }
}
