package events;

import org.apache.camel.builder.RouteBuilder;

/** Failures alert the operators in Slack and by mail. Owner: integration platform. */
public class IncidentEvents extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:hub-event-source?topics=hub.events.integration.failed,hub.events.system.health.degraded,hub.events.system.health.recovered&subscriber=incident-events-notify")
            .routeId("incident-events-notify")
            .routeGroup("events")
            .routeDescription("integration.failed, system.health.* -> Slack alert, e-mail")
            .routeConfigurationId("hub-events")
            .to("kamelet:hub-delivery-sink?to=slack&action=system-alert&why=operators must know")
            .to("kamelet:hub-delivery-sink?to=mail&action=system-alert&why=operators must know");
    }
}
