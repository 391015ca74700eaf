package com.versaai.hub.health;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the hub tells that it cannot work, when its alerts can't go their usual way.
 *
 * @param webhookUrl an incoming webhook of Slack, a secret; blank for none
 * @param after      how long something has to be down before it is told
 * @param every      no two messages within this, however often the state changes
 */
@ConfigurationProperties("hub.alerts.last-resort")
record LastResortSettings(@DefaultValue("") String webhookUrl, @DefaultValue("2m") Duration after, @DefaultValue("10m") Duration every) {

    LastResortSettings {
        if (after.isNegative() || every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("hub.alerts.last-resort.after must not be negative, .every at least 1s");
        }
        if (!webhookUrl.isBlank() && !isHttp(webhookUrl)) {
            // What is wrong with it is not said with its value: it is the secret.
            throw new IllegalArgumentException("hub.alerts.last-resort.webhook-url is no http or https address");
        }
    }

    boolean isSet() {
        return !webhookUrl.isBlank();
    }

    private static boolean isHttp(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "LastResortSettings[" + (isSet() ? "set" : "none") + ", after " + after + ", every " + every + ']';
    }
}
