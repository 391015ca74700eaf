package events;

import org.apache.camel.builder.RouteBuilder;

/** Subscription changes, renewals and trials go to CRM and analytics. Owner: payments. */
public class SubscriptionEvents extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:hub-event-source?topics=hub.events.user.subscription.changed,hub.events.subscription.renewed,hub.events.trial.started&subscriber=subscription-events-notify")
            .routeId("subscription-events-notify")
            .routeGroup("events")
            .routeDescription("user.subscription.changed, subscription.renewed, trial.started -> CRM, analytics, Slack")
            .routeConfigurationId("hub-events")
            .to("kamelet:hub-delivery-sink?to=crm&action=subscription&why=subscription event")
            .to("kamelet:hub-delivery-sink?to=analytics&action=track&why=subscription event")
            .filter(simple("${body.type} == 'user.subscription.changed'"))
                .to("kamelet:hub-delivery-sink?to=slack&action=subscription-changed&why=subscription changed")
                // Off by default.
                .filter(simple("'{{hub.crm.notes:false}}' == 'true'"))
                    .to("kamelet:hub-delivery-sink?to=crm&action=note&why=subscription changed")
                .end()
            .end();
    }
}
