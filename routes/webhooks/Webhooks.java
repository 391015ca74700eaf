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
        ChoiceDefinition door = from("direct:receiveWebhookAtDoor")
            .routeId("webhook-door-receive")
            .routeGroup("webhooks")
            .routeDescription("POST /webhooks/{source}/{door} -> the route of that door")
            .routeConfigurationId("hub-request")
            .choice();
        for (Source one : Sources.in(getContext())) {
            if (one.name().indexOf('/') < 0) {
                source.when(header("source").isEqualTo(one.name())).to("direct:receive-" + one.slug());
            } else {
                door.when(simple("${header.source}/${header.door}").isEqualTo(one.name())).to("direct:receive-" + one.slug());
            }
            receive(one.slug(), one.name());
        }
        source.otherwise().bean("reception", "nobody");
        door.otherwise().bean("reception", "nobody");
    }

    private void receive(String slug, String source) {
        from("direct:receive-" + slug)
            .routeId(slug + "-webhook-receive")
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
