package webhooks;

import com.versaai.hub.inbound.Sources;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ChoiceDefinition;

/** Turns stored requests into events. Deterministic ids make doing it twice harmless. Owner: integration platform. */
public class InboxMap extends RouteBuilder {

    @Override
    public void configure() {
        ChoiceDefinition reading = from("kafka:hub.inbox?groupId=hub.inbox-map&exceptionHandler=#unacknowledgedRecords&consumersCount={{hub.bus.inbox-consumers}}")
            .routeId("inbox-map")
            .routeGroup("webhooks")
            .routeDescription("hub.inbox -> deduplicate, map -> hub.events.<type>")
            .routeConfigurationId("hub-map")
            .bean("inbox", "read")
            .setBody(method("inbox", "map"))
            .choice();

        // A thin event names its object only: the kamelet of its connector reads it.
        Sources.readers(getContext()).forEach((connector, kamelet) -> reading
            .when(method("inbox", "needsObjectOf(${exchange}, '" + connector + "')"))
                .bean("inbox", "fetch")
                .to("kamelet:" + kamelet)
                .setBody(method("inbox", "mapFetched")));

        reading.end()
            .setBody(method("eventRecords", "records"))
            .to("kamelet:hub-publish-sink?of=events")
            .bean("inbox", "record")
            .process("acknowledge");
    }
}
