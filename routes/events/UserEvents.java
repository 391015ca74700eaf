package events;

import org.apache.camel.builder.RouteBuilder;

/** New users and leads go to sales and analytics; logins are counted. Owner: growth. */
public class UserEvents extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:hub-event-source?topics=hub.events.user.registered,hub.events.user.login,hub.events.lead.created&subscriber=user-events-notify")
            .routeId("user-events-notify")
            .routeGroup("events")
            .routeDescription("user.registered, user.login, lead.created -> CRM lead, analytics, Slack")
            .routeConfigurationId("hub-events")
            .choice()
                .when(simple("${body.type} == 'user.registered'"))
                    .to("kamelet:hub-delivery-sink?to=crm&action=lead&why=new user")
                    .to("kamelet:hub-delivery-sink?to=analytics&action=track&why=new user")
                    .to("kamelet:hub-delivery-sink?to=slack&action=user-registered&why=new user")
                .when(simple("${body.type} == 'lead.created'"))
                    .to("kamelet:hub-delivery-sink?to=crm&action=lead&why=new lead")
                    .to("kamelet:hub-delivery-sink?to=analytics&action=track&why=new lead")
                .otherwise()
                    .to("kamelet:hub-delivery-sink?to=analytics&action=track&why=login")
            .end();
    }
}
