package com.versaai.hub.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.sandbox.Web;
import com.versaai.hub.support.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;

/** A person's browser that follows an operator's link to Slack's page of consent, and back to the hub. */
final class SlackBrowser {

    private final Hub hub;

    SlackBrowser(Hub hub) {
        this.hub = hub;
    }

    /** A fresh link's path at the hub. */
    String link() {
        Hub.Answer link = hub.call("POST", "/api/v1/slack/installations/links", null, Map.of());
        assertThat(link.status()).as(link.body()).isEqualTo(201);
        return pathOf(hub.read(link.body()).path("url").asText());
    }

    Hub.Answer open(String path, String cookie) {
        return hub.callAs(null, "GET", path, null, cookie == null ? Map.of() : Map.of("Cookie", cookie));
    }

    /** The cookie as a browser sends it back. */
    static String cookie(Hub.Answer answer) {
        return answer.headers().get("set-cookie").replaceFirst(";.*", "");
    }

    /** Where consent on the page {@code answer} leads to sends the browser at the hub. */
    String consent(Hub.Answer answer, String more) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(302);
        try {
            return pathOf(Web.send("GET", answer.headers().get("location") + more, Map.of(), "").header("Location"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole way. */
    void install(String team) {
        Hub.Answer begun = open(link(), null);
        Hub.Answer end = open(consent(begun, "&team=" + team), cookie(begun));
        assertThat(end.status()).as(end.body()).isEqualTo(200);
    }

    private static String pathOf(String url) {
        URI uri = URI.create(url);
        assertThat(uri.getHost()).isEqualTo("hub.example.com");
        return uri.getRawPath() + '?' + uri.getRawQuery();
    }
}
