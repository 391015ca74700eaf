package connectors.zoho;

import org.apache.camel.builder.RouteBuilder;

/** Keeps Zoho's notification channel, which ends after a week at most; off until notify-url is set. Owner: integration platform. */
public class ZohoChannelKeep extends RouteBuilder {

    @Override
    public void configure() {
        from("timer:zoho-channel?delay=5000&period={{hub.provider.zoho.channel-look:15m}}")
            .routeId("zoho-channel-keep")
            .routeGroup("ops")
            .routeDescription("GET /actions/watch; creates or renews the channel that notifies /webhooks/zoho")
            .routeConfigurationId("hub-ops")
            .filter(method("zohoChannels", "wanted('zoho')"))
                .to("kamelet:zoho-channel-action")
            .end();
    }
}
