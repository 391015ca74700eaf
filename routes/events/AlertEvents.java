package events;

import org.apache.camel.builder.RouteBuilder;

/** Who hears of an alert. Slack's alerts have a queue of their own; an alert about a way of alerting takes the others. Owner: integration platform. */
public class AlertEvents extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:hub-event-source?topics=hub.events.system.alert&subscriber=alert-events-notify&consumers=1")
            .routeId("alert-events-notify")
            .routeGroup("events")
            .routeDescription("system.alert -> Slack alert, e-mail")
            .routeConfigurationId("hub-events")
            // Callers could send as many as they like; the hub's own are grouped.
            .filter(simple("${body.source} == '/hub'"))
                .filter(simple("${body.data[service]} != 'slack-alerts'"))
                    .to("kamelet:hub-delivery-sink?to=slack-alerts&action=system-alert&why=operators must know")
                .end()
                .filter(simple("${body.data[service]} != 'mail'"))
                    .to("kamelet:hub-delivery-sink?to=mail&action=system-alert&why=operators must know")
                .end()
            .end();
    }
}
