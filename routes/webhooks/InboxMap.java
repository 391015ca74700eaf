package webhooks;

import org.apache.camel.builder.RouteBuilder;

/** Turns stored requests into events. Deterministic ids make doing it twice harmless. Owner: integration platform. */
public class InboxMap extends RouteBuilder {

    @Override
    public void configure() {
        from("kafka:hub.inbox?groupId=hub.inbox-map&exceptionHandler=#unacknowledgedRecords&consumersCount={{hub.bus.inbox-consumers}}")
            .routeId("inbox-map")
            .routeGroup("webhooks")
            .routeDescription("hub.inbox -> deduplicate, map -> hub.events.<type>")
            .routeConfigurationId("hub-map")
            .bean("inbox", "read")
            .setBody(method("inbox", "map"))
            // A thin event names its object only.
            .filter(method("inbox", "needsObject"))
                .bean("inbox", "fetch")
                .to("kamelet:stripe-object-action")
                .setBody(method("inbox", "mapFetched"))
            .end()
            .setBody(method("eventRecords", "records"))
            .to("kafka:hub.events.unknown")
            .bean("inbox", "record")
            .process("acknowledge");
    }
}
