package webhooks;

import com.versaai.hub.inbound.Source;
import com.versaai.hub.inbound.Sources;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ChoiceDefinition;

/** Receives webhooks: verify, append as they came, acknowledge; a route for each source. Owner: integration platform. */
public class Webhooks extends RouteBuilder {

    @Override
    public void configure() {
        ChoiceDefinition source = from("direct:receiveWebhook")
            .routeId("webhook-receive")
            .routeGroup("webhooks")
            .routeDescription("POST /webhooks/{source} -> the route of that source")
            .routeConfigurationId("hub-request")
            .choice();
        for (Source one : Sources.in(getContext())) {
            source.when(header("source").isEqualTo(one.name())).to("direct:receive-" + one.name());
            receive(one.name());
        }
        source.otherwise().bean("reception", "nobody");
    }

    private void receive(String source) {
        from("direct:receive-" + source)
            .routeId(source + "-webhook-receive")
            .routeGroup("webhooks")
            .routeDescription("POST /webhooks/" + source + " -> verified bytes in hub.inbox")
            .routeConfigurationId("hub-caller")
            .bean("reception", "verify(${exchange}, '" + source + "')")
            // Only what Kafka has on all replicas is acknowledged; the sender repeats everything else. One batch at a time,
            // at once: what comes meanwhile is the next, so nobody waits for a clock.
            .to("kafka:hub.inbox?lingerMs=0&maxInFlightRequest=1&additionalProperties.delivery.timeout.ms=10000")
            .bean("reception", "answer(${exchange}, '" + source + "')");
    }
}
