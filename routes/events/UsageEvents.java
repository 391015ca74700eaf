package events;

import org.apache.camel.builder.RouteBuilder;

/** Reached limits are a chance for sales; AI requests are counted. Owner: growth. */
public class UsageEvents extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:hub-event-source?topics=hub.events.user.usage.threshold,hub.events.ai.request.completed&subscriber=usage-events-notify")
            .routeId("usage-events-notify")
            .routeGroup("events")
            .routeDescription("user.usage.threshold, ai.request.completed -> CRM, analytics")
            .routeConfigurationId("hub-events")
            .to("kamelet:hub-delivery-sink?to=analytics&action=track&why=usage")
            .filter(simple("${body.type} == 'user.usage.threshold'"))
                .to("kamelet:hub-delivery-sink?to=crm&action=usage&why=usage threshold reached")
            .end();
    }
}
