package api;

import org.apache.camel.builder.RouteBuilder;

/** The product's events come in here, and here anybody asks what became of one. Owner: integration platform. */
public class EventsApi extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:publishEvents")
            .routeId("events-publish")
            .routeGroup("api")
            .routeDescription("POST /api/v1/events -> hub.events.<type>")
            .routeConfigurationId("hub-request")
            .setBody(method("cloudEvents", "from"))
            .setProperty("published", method("eventRecords", "published"))
            .setBody(method("eventRecords", "records"))
            // All of a batch is acknowledged by Kafka, or the caller sends all of it again.
            .to("kamelet:hub-publish-sink?of=events&timeout=10000")
            .removeHeaders("*")
            .setBody(exchangeProperty("published"))
            .marshal().json()
            .setHeader("Content-Type", constant("application/json"))
            .setHeader("CamelHttpResponseCode", constant(202));

        from("direct:getEventTimeline")
            .routeId("event-timeline-get")
            .routeGroup("api")
            .routeDescription("GET /api/v1/events/{id}/timeline")
            .routeConfigurationId("hub-request")
            .setBody(method("operations", "timeline"))
            .removeHeaders("*")
            .marshal().json()
            .setHeader("Content-Type", constant("application/json"));
    }
}
