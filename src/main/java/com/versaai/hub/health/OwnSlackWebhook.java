package com.versaai.hub.health;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.slack.SlackComponent;

/**
 * An incoming webhook of Slack through camel-slack, for what the hub tells of itself: no queue, no database, no policy. The component's
 * producer sets a refusal on the exchange after it has called back, so that no {@code onException} of a route would see it: hence a
 * template, whose exchange is looked at afterwards. The address stands on a component of the hub's own and in no URI.
 */
final class OwnSlackWebhook {

    private static final String SCHEME = "hub-last-resort";

    private final ProducerTemplate template;

    OwnSlackWebhook(CamelContext camel, String webhookUrl) {
        SlackComponent slack = new SlackComponent();
        slack.setWebhookUrl(webhookUrl);
        camel.addComponent(SCHEME, slack);
        template = camel.createProducerTemplate();
    }

    /** @throws IllegalStateException saying what came instead of Slack's word, without address or content */
    void send(String text) {
        Exchange done = template.send(SCHEME + ":webhook", exchange -> exchange.getMessage().setBody(text));
        Exception failure = done.getException();
        if (failure != null) {
            String said = String.valueOf(failure.getMessage());
            throw new IllegalStateException(said.contains("code=") ? "HTTP " + said.replaceAll("(?s).*code=(\\d+).*", "$1") : failure.getClass().getSimpleName());
        }
    }
}
