package events;

import org.apache.camel.builder.RouteBuilder;

/** Subscription changes, renewals and trials go to CRM and analytics. Owner: payments. */
public class SubscriptionEvents extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:event-source?topics=hub.events.user.subscription.changed,hub.events.subscription.renewed,hub.events.trial.started&subscriber=subscription-events-notify")
            .routeId("subscription-events-notify")
            .routeGroup("events")
            .routeDescription("user.subscription.changed, subscription.renewed, trial.started -> CRM, analytics, Slack")
            .routeConfigurationId("hub-events")
            .to("kamelet:deliver-sink?to=crm&action=subscription&why=subscription event")
            .to("kamelet:deliver-sink?to=analytics&action=track&why=subscription event")
            .filter(simple("${body.type} == 'user.subscription.changed'"))
                .to("kamelet:deliver-sink?to=slack&action=subscription-changed&why=subscription changed")
            .end();
    }
}
