package com.versaai.hub.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The addresses of an installation as browsers, programs that look at links, and those who should not be there meet them. */
@HubTest
class SlackInstallHubTest {

    private static final String INSTALLATIONS = "/api/v1/slack/installations";
    @Autowired
    private Hub hub;

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
    }

    @Test
    void linksAndTheListAreForThoseWithTheScope() {
        for (String[] door : new String[][] {{"GET", INSTALLATIONS}, {"POST", INSTALLATIONS + "/links"}, {"DELETE", INSTALLATIONS + "/T000"}}) {
            assertThat(hub.callAs(null, door[0], door[1], null, Map.of()).status()).isEqualTo(401);
            Hub.Answer refused = hub.callAs(HubTestEnvironment.OPERATOR_KEY, door[0], door[1], null, Map.of());
            assertThat(refused.status()).isEqualTo(403);
            assertThat(hub.read(refused.body()).path("scope").asText()).isEqualTo("slack:install");
        }
    }

    @Test
    void theCookieIsOfThisHostAndNoScriptsAndNothingIsKeptByCaches() {
        SlackBrowser browser = new SlackBrowser(hub);
        Hub.Answer begun = browser.open(browser.link(), null);

        assertThat(begun.headers().get("set-cookie").split("; ")).contains("Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=600")
                .anyMatch(part -> part.matches("__Host-hub-slack=[\\w-]{43}")).noneMatch(part -> part.startsWith("Domain"));
        assertThat(begun.headers().get("cache-control")).isEqualTo("no-store");
        assertThat(begun.headers().get("referrer-policy")).isEqualTo("no-referrer");
        String callback = browser.consent(begun, "&team=T0COOKIE");
        assertThat(browser.open(callback, null).status()).as("another browser").isEqualTo(403);
        assertThat(browser.open(callback, SlackBrowser.cookie(begun)).status()).as("after another browser had it").isEqualTo(403);
        assertThat(hub.get(INSTALLATIONS).toString()).doesNotContain("T0COOKIE");
    }

    @Test
    void whoOnlyLooksUsesNothingUp() {
        SlackBrowser browser = new SlackBrowser(hub);
        String link = browser.link();
        assertThat(hub.callAs(null, "HEAD", link, null, Map.of()).status()).isEqualTo(405);
        assertThat(browser.open(link, null).status()).isEqualTo(302);
        Hub.Answer begun = browser.open(link, null);
        String callback = browser.consent(begun, "&team=T0LOOK");
        String cookie = SlackBrowser.cookie(begun);
        assertThat(hub.callAs(null, "HEAD", callback, null, Map.of("Cookie", cookie)).status()).isEqualTo(405);

        Hub.Answer end = browser.open(callback, cookie);
        assertThat(end.status()).as(end.body()).isEqualTo(200);
        assertThat(end.body()).contains("The app is installed");
        assertThat(hub.get(INSTALLATIONS).toString()).contains("T0LOOK").doesNotContain("xox");

        assertThat(hub.callAs(HubTestEnvironment.OPERATOR_KEY, "DELETE", INSTALLATIONS + "/T0LOOK", null, Map.of()).status()).isEqualTo(403);
        assertThat(hub.call("DELETE", INSTALLATIONS + "/T0LOOK", null, Map.of()).status()).isEqualTo(204);
        assertThat(hub.call("DELETE", INSTALLATIONS + "/T0NOBODY", null, Map.of()).status()).isEqualTo(204);
        assertThat(hub.get(INSTALLATIONS).path("items").findValuesAsText("state")).contains("removed");
    }

    @Test
    void strangersHearAFixedTextAndNothingOfWhatTheySent() {
        for (String path : new String[] {"/slack/install", "/slack/install?code=<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E"),
            "/slack/oauth/callback?state=%3Cscript%3E&code=x&error=%3Cb%3E", "/slack/oauth/callback?error=access_denied", "/slack/oauth/callback?state=" + "a".repeat(43)}) {
            Hub.Answer answer = new SlackBrowser(hub).open(path, "__Host-hub-slack=%3Cscript%3E");
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.body()).doesNotContain("script", "<b>", "denied");
            assertThat(answer.headers().get("content-type")).startsWith("text/html");
        }
        assertThat(hub.callAs(null, "POST", "/slack/install", new byte[0], Map.of()).status()).isEqualTo(405);
    }
}
