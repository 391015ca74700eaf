package events;

import org.apache.camel.builder.RouteBuilder;

/** What became of a payment: revenue in CRM and analytics, important ones in Slack. Owner: payments. */
public class PaymentEvents extends RouteBuilder {

    @Override
    public void configure() {
        from("kamelet:hub-event-source?topics=hub.events.payment.processed,hub.events.payment.failed,hub.events.payment.refunded,hub.events.payment.disputed&subscriber=payment-events-notify")
            .routeId("payment-events-notify")
            .routeGroup("events")
            .routeDescription("payment.* -> CRM opportunity, analytics, Slack above the threshold")
            .routeConfigurationId("hub-events")
            .to("kamelet:hub-delivery-sink?to=analytics&action=track&why=every payment")
            .choice()
                .when(simple("${body.type} == 'payment.processed'"))
                    .to("kamelet:hub-delivery-sink?to=crm&action=opportunity&why=payment processed")
                    .filter(method("amounts", "important"))
                        .to("kamelet:hub-delivery-sink?to=slack&action=payment-important&why=amount above ${bean:amounts.threshold}")
                    .end()
                    .filter(method("amounts", "incomparable"))
                        .bean("deliveryPlan", "leaveOut(${exchange}, 'slack', 'payment-important', ${bean:amounts.threshold})")
                    .endChoice()
                // Off by default.
                .when(simple("'{{hub.crm.notes:false}}' == 'true' && ${body.type} in 'payment.refunded,payment.disputed'"))
                    .to("kamelet:hub-delivery-sink?to=crm&action=note&why=money goes back, or may")
            .end();
    }
}
