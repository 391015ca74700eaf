package events;

import org.apache.camel.builder.RouteBuilder;

/** Failures and the health of services are counted: many alike are one alert. Owner: integration platform. */
public class IncidentEvents extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:hub-event-source?topics=hub.events.integration.failed,hub.events.system.health.degraded,hub.events.system.health.recovered&subscriber=incident-events-notify")
            .routeId("incident-events-notify")
            .routeGroup("events")
            .routeDescription("integration.failed, system.health.* -> counted by service, class and code (ops/Alerts.java tells)")
            .routeConfigurationId("hub-events")
            .bean("alertNotices", "note");
    }
}
