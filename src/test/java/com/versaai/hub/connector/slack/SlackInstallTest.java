package com.versaai.hub.connector.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.event.Event;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import com.versaai.hub.sandbox.Effects.Effect;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import com.versaai.hub.support.Databases;
import com.versaai.hub.support.HandClock;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class SlackInstallTest {

    private static final String OLD_KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW_KEY = Base64.getEncoder().encodeToString("another key, of thirty-two bytes".getBytes());
    private final HandClock clock = new HandClock();
    private Simulators simulators;
    private ConnectorHarness hub;
    private HikariDataSource database;
    private JdbcTemplate jdbc;
    private SlackInstallations installations;
    private SlackInstall install;
    private SlackTokens tokens;
    private String browser;
    private int messages;

    @BeforeEach
    void start() throws Exception {
        simulators = new Simulators(0).start();
        hub = new ConnectorHarness();
        database = database();
        jdbc = new JdbcTemplate(database);
        String slack = simulators.url(SimulatedProvider.of("slack").orElseThrow());
        hub.environment.setProperty("hub.provider.slack.base-url", slack + "/api");
        SlackOAuthSettings settings = new SlackOAuthSettings(true, "111.222", "slack-client-secret-sandbox",
                URI.create("https://hub.example.com/slack/oauth/callback"), URI.create(slack + "/oauth/v2/authorize"), List.of("chat:write", "commands"),
                List.of(OLD_KEY));
        settings.requireComplete();
        SlackOAuthCalls calls = new SlackOAuthCalls(hub.all(TokenEndpoint.class).values().iterator().next(),
                hub.all(Secrets.class).values().iterator().next(), settings);
        installations = new SlackInstallations(jdbc, new SlackTokenSeal(settings.keys()));
        install = new SlackInstall(settings, new SlackCodes(jdbc, clock), calls, installations, clock);
        tokens = new SlackTokens(installations, calls, clock);
        browser = install.browser("<script>");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        simulators.close();
        database.close();
    }

    HikariDataSource database() {
        return Databases.h2(8);
    }

    private String link() {
        return install.link().url().replaceFirst(".*code=", "");
    }

    /** Where Slack's page sends the browser. */
    private Map<String, String> consent(String link, String more) throws Exception {
        URI page = install.begin(link, browser).orElseThrow();
        Web.Reply back = Web.send("GET", page + more, Map.of(), "");
        assertThat(back.status()).isEqualTo(302);
        String[] pairs = URI.create(back.header("Location")).getRawQuery().split("&");
        return Map.of("first", pairs[0].replaceFirst(".*?=", ""), "state", pairs[1].replaceFirst("state=", ""));
    }

    private SlackInstall.End installed(String more) throws Exception {
        Map<String, String> back = consent(link(), more);
        return install.finish(back.get("first"), back.get("state"), null, browser);
    }

    @Test
    void installsManyWorkspacesAndAnOrganizationWithSealedTokens() throws Exception {
        assertThat(installed("")).isEqualTo(SlackInstall.End.INSTALLED);
        assertThat(installed("&team=T111")).isEqualTo(SlackInstall.End.INSTALLED);
        assertThat(installed("&org=1")).isEqualTo(SlackInstall.End.INSTALLED);

        assertThat(installations.list()).extracting(SlackInstallation::id).containsExactly("E000", "T000", "T111");
        assertThat(tokens.token("T000")).startsWith("xoxe.xoxb-1-").isNotEqualTo(tokens.token("T111")).isNotEqualTo(tokens.token("E000"));
        assertThat(jdbc.queryForList("select * from slack_installation").toString() + jdbc.queryForList("select * from slack_install_code"))
                .doesNotContain("xoxe").doesNotContain(browser);
        assertThat(new SlackInstallOperations(() -> install, () -> installations).listSlackInstallations().toString()).contains("T111").doesNotContain("xoxe");
        assertThatThrownBy(() -> tokens.token("T999")).isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.fault().code()).isEqualTo("not_installed"));
    }

    @Test
    void aStateIsGoodOnceForTenMinutesInItsBrowserOnly() throws Exception {
        Map<String, String> other = consent(link(), "");
        assertThat(install.finish(other.get("first"), other.get("state"), null, install.browser(null))).isEqualTo(SlackInstall.End.STATE);
        assertThat(install.finish(other.get("first"), other.get("state"), null, browser)).as("shown to another one").isEqualTo(SlackInstall.End.STATE);
        Map<String, String> forged = consent(link(), "");
        assertThat(install.finish(forged.get("first"), forged.get("state"), null, null)).isEqualTo(SlackInstall.End.STATE);
        Map<String, String> late = consent(link(), "");
        clock.forward(Duration.ofMinutes(10));
        assertThat(install.finish(late.get("first"), late.get("state"), null, browser)).isEqualTo(SlackInstall.End.STATE);
        assertThat(install.finish("c", "x".repeat(10_000), null, browser)).isEqualTo(SlackInstall.End.STATE);
        assertThat(install.finish("c", link(), null, browser)).as("a link is no state").isEqualTo(SlackInstall.End.STATE);
        assertThat(installations.list()).isEmpty();
    }

    @Test
    void aLinkInstallsOnceAndLookingAtItOrFailingDoesNotUseItUp() throws Exception {
        String link = link();
        Map<String, String> denied = consent(link, "&deny=1");
        assertThat(install.finish(null, denied.get("state"), "access_denied", browser)).isEqualTo(SlackInstall.End.DENIED);
        Map<String, String> wrong = consent(link, "");
        assertThat(install.finish("no\r\nSet-Cookie: a", wrong.get("state"), null, browser)).isEqualTo(SlackInstall.End.CODE);
        assertThat(install.finish("not-a-code", consent(link, "").get("state"), null, browser)).isEqualTo(SlackInstall.End.CODE);
        Map<String, String> first = consent(link, "");
        Map<String, String> second = consent(link, "&team=T111");
        assertThat(install.finish(first.get("first"), first.get("state"), null, browser)).isEqualTo(SlackInstall.End.INSTALLED);
        assertThat(install.finish(first.get("first"), first.get("state"), null, browser)).isEqualTo(SlackInstall.End.STATE);
        assertThat(install.finish(second.get("first"), second.get("state"), null, browser)).isEqualTo(SlackInstall.End.LINK);
        assertThat(install.begin(link, browser)).isEmpty();
        // Slack's own rule: the same code once more, by a fresh state.
        assertThat(install.finish(first.get("first"), consent(link(), "").get("state"), null, browser)).isEqualTo(SlackInstall.End.CODE);
        simulators.close();
        String away = install.begin(link(), browser).orElseThrow().toString().replaceFirst(".*state=", "");
        assertThat(install.finish("some-code", away, null, browser)).isEqualTo(SlackInstall.End.AWAY);
    }

    @Test
    void manyCallersRenewOnceAndAKillBetweenAnswerAndStoreLosesNothingWhileTheTokenLasts() throws Exception {
        installed("");
        String old = tokens.token("T000");
        clock.forward(Duration.ofHours(13));
        List<String> got = IntStream.range(0, 8).parallel().mapToObj(i -> tokens.token("T000")).distinct().toList();
        // A refresh token is good once: a second renewal would have ended in invalid_refresh_token.
        assertThat(got).hasSize(1).doesNotContain(old);
        SlackInstallation present = installations.find("T000").orElseThrow();
        clock.forward(Duration.ofHours(11));
        // Slack has taken the refresh token, and nobody stored what it gave.
        installations.renewed(present, present.token(), "xoxe-1-spent", present.expiresAt(), clock.instant());
        assertThat(tokens.token("T000")).isEqualTo(present.token());
        clock.forward(Duration.ofHours(2));
        assertThatThrownBy(() -> tokens.token("T000")).hasMessageContaining("invalid_refresh_token");
        assertThatThrownBy(() -> tokens.token("T000")).hasMessageContaining("token_revoked");
        assertThat(installed("")).isEqualTo(SlackInstall.End.INSTALLED);
        assertThat(tokens.token("T000")).isNotEqualTo(present.token());
    }

    /** Read before another renewed it, renewed afterwards: the refresh token is spent, and Slack would take the whole installation for gone. */
    @Test
    void whoHasReadTheOldTokenMayNotRenewIt() throws Exception {
        installed("");
        SlackInstallation read = installations.find("T000").orElseThrow();
        clock.forward(Duration.ofHours(13));
        tokens.token("T000");
        assertThat(installations.lease(read, clock.instant(), Duration.ofSeconds(30))).isFalse();
        assertThat(installations.lease(installations.find("T000").orElseThrow(), clock.instant(), Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void anOldRemovalDoesNotTouchALaterInstallation() throws Exception {
        SlackInstallOperations operations = new SlackInstallOperations(() -> install, () -> installations);
        installed("");
        Instant removed = clock.instant().plusSeconds(5);
        clock.forward(Duration.ofMinutes(1));
        installed("");
        assertThat(operations.ended(event("/slack", removed, Map.of("eventType", "app_uninstalled", "teamId", "T000")))).isFalse();
        clock.forward(Duration.ofMinutes(1));
        Map<String, Object> others = Map.of("eventType", "tokens_revoked", "teamId", "T000", "event", Map.of("tokens", Map.of("bot", List.of("U1"))));
        assertThat(operations.ended(event("/slack", clock.instant(), others))).isFalse();
        assertThat(operations.ended(event("/product", clock.instant(), Map.of("eventType", "app_uninstalled", "teamId", "T000")))).isFalse();
        assertThat(tokens.token("T000")).startsWith("xoxe");
        Map<String, Object> bots = Map.of("eventType", "tokens_revoked", "teamId", "T000", "event", Map.of("tokens", Map.of("bot", List.of("U000HUB"))));
        assertThat(operations.ended(event("/slack", clock.instant(), bots))).isTrue();
        assertThat(jdbc.queryForObject("select token from slack_installation", String.class)).isNull();
        assertThatThrownBy(() -> tokens.token("T000")).hasMessageContaining("token_revoked");
    }

    private static Event event(String source, Instant time, Map<String, Object> data) {
        return Event.of(source, "Ev1", "slack.event.received", "T000", time, data);
    }

    @Test
    void whatIsForAWorkspaceGoesByItsInstallationAndNowhereAfterItsRemoval() throws Exception {
        installed("");
        installed("&team=T111");
        hub.environment.setProperty("hub.provider.slack.bot-token", "xoxb-sandbox");
        hub.bind("slackAccess", new AuthorizedCalls(one(BoundedAnswers.class), new SlackAccess(one(Secrets.class), one(SlackReplies.class), one(SlackFiles.class), () -> tokens)));
        assertThat(sent("T000")).isNull();
        assertThat(sent("T111")).isNull();
        assertThat(effects()).hasSize(2).noneMatch(effect -> effect.body().contains("team"));

        Web.send("POST", hub.environment.getProperty("hub.provider.slack.base-url") + "/auth.revoke", Map.of("Authorization", "Bearer " + tokens.token("T111")), "");
        assertThat(sent("T111")).extracting(Fault::code).as("its own token, not the account's").isEqualTo("token_revoked");
        assertThat(sent("T000")).isNull();
        clock.forward(Duration.ofMinutes(1));
        new SlackInstallOperations(() -> install, () -> installations).ended(event("/slack", clock.instant(), Map.of("eventType", "app_uninstalled", "teamId", "T000")));
        for (String team : List.of("T000", "T999")) {
            assertThat(sent(team)).as("no other way, and not tried again").satisfies(fault -> assertThat(fault.faultClass()).isEqualTo(FaultClass.PERMANENT));
        }
        assertThat(sent("T000/../x")).extracting(Fault::faultClass).isEqualTo(FaultClass.PERMANENT);
        assertThat(effects()).hasSize(3);
        assertThat(one(Secrets.class).has("hub.provider.slack.bot-token")).isTrue();
        assertThat(new SlackAccess(one(Secrets.class), one(SlackReplies.class), one(SlackFiles.class), () -> tokens)
                .described(URI.create("https://slack/teams/T111/chat.postMessage")).authorization()).as("nothing is asked for what is only shown").isNull();
    }

    @Test
    void anOperatorsRemovalTakesTheTokenAwayHereAndThere() throws Exception {
        installed("");
        installed("&team=T111");
        String token = tokens.token("T000");
        install.remove("T000");
        install.remove("T000");
        install.remove("no such one");
        assertThat(installations.find("T000").orElseThrow().state()).isEqualTo("removed");
        assertThat(Web.send("POST", hub.environment.getProperty("hub.provider.slack.base-url") + "/auth.test", Map.of("Authorization", "Bearer " + token), "").body())
                .contains("token_revoked");
        assertThat(tokens.token("T111")).startsWith("xoxe");
        simulators.close();
        install.remove("T111");
        assertThatThrownBy(() -> tokens.token("T111")).hasMessageContaining("install it again");
    }

    private <T> T one(Class<T> type) {
        return hub.all(type).values().iterator().next();
    }

    private List<Effect> effects() {
        return simulators.effects().of(SimulatedProvider.of("slack").orElseThrow());
    }

    /** What went wrong; null for nothing. */
    private Fault sent(String team) {
        Exchange done = hub.send("slack-message-sink", "{\"channel\":\"#growth\",\"text\":\"hola " + ++messages + "\",\"team\":\"" + team + "\"}",
                Map.of("HubKey", "k", "HubDeliveryId", "e/slack/" + messages));
        return done.getException() == null ? null : hub.fault("slack", done);
    }

    @Test
    void keysCanBeChangedAndASealFitsItsRowOnly() {
        String sealed = new SlackTokenSeal(List.of(OLD_KEY)).seal("xoxb-1", "T1/token");
        SlackTokenSeal both = new SlackTokenSeal(List.of(NEW_KEY, OLD_KEY));
        assertThat(both.open(sealed, "T1/token")).isEqualTo("xoxb-1");
        assertThat(both.seal("xoxb-1", "T1/token").substring(0, 8)).isNotEqualTo(sealed.substring(0, 8));
        assertThatThrownBy(() -> both.open(sealed, "T2/token")).hasMessageContaining("install the app again");
        assertThatThrownBy(() -> new SlackTokenSeal(List.of(NEW_KEY)).open(sealed, "T1/token")).hasMessageContaining("hub.slack.oauth.keys");
        assertThatThrownBy(() -> new SlackTokenSeal(List.of("c2hvcnQ="))).hasMessageContaining("32 bytes").hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(() -> new SlackOAuthSettings(true, "1", "s", URI.create("https://hub.example.com/slack/oauth/callback"),
                null, List.of(), List.of()).requireComplete()).hasMessageContaining("hub.slack.oauth.keys");
    }
}
