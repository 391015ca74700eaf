package events;

import org.apache.camel.builder.RouteBuilder;

/** A new ticket is a CRM ticket and a Slack message. Owner: support. */
public class SupportEvents extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:hub-event-source?topics=hub.events.support.ticket.created&subscriber=support-events-notify")
            .routeId("support-events-notify")
            .routeGroup("events")
            .routeDescription("support.ticket.created -> CRM ticket, Slack")
            .routeConfigurationId("hub-events")
            .to("kamelet:hub-delivery-sink?to=crm&action=ticket&why=new ticket")
            .to("kamelet:hub-delivery-sink?to=slack&action=support-ticket&why=new ticket");
    }
}
