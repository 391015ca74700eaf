package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.SimulatedProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/**
 * What every connector with actions owes. Its manifest, its mappings and its simulator say all there is to know: whoever adds one
 * extends this in the connector's package, and {@link EveryContractTest} asks for it. What a connector can't have it says with a reason.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SinkContract {

    /** What not every protocol has. */
    protected enum Ability {
        /** Access tokens that expire. */
        TOKENS,
        /** A way to say when to come again. */
        RETRY_ADVICE,
        /** A time limit that the kamelet takes, {@code responseTimeout}. */
        OWN_TIMEOUT,
        /** Settings of an account that is not the connector's own. */
        ACCOUNTS
    }

    private static final Duration ADVICE = Duration.ofSeconds(7);
    private static final String HASTY = "responseTimeout=300";
    private static final Duration TOO_LATE = Duration.ofSeconds(3);

    private final String name = connector();
    private final Map<String, Mapped> messages = new TreeMap<>();

    protected ConnectorHarness hub;
    private Manifest manifest;
    private FarSide far;
    private int newcomers;

    /** Its name; by default that of the test's package. */
    protected String connector() {
        return getClass().getPackageName().replaceFirst(".*\\.", "");
    }

    /** The folder that holds its manifest and kamelets where this repository does. Asked once, before anything else. */
    protected Path root() {
        return Path.of("");
    }

    protected final FarSide far() {
        return far;
    }

    /** Who answers; by default the connector's simulator. */
    protected FarSide farSide() {
        return new SimulatedFarSide(SimulatedProvider.of(name).orElseThrow(() -> new AssertionError(name + " has neither a simulator nor another far side")),
                calls());
    }

    /** Where the paths of calls begin that are no login; null where there is no login. */
    protected String calls() {
        return null;
    }

    /** Gives the hub the settings of an account. */
    protected void configure(String account, Map<String, String> settings) {
        settings.forEach((setting, value) -> hub.environment.setProperty("hub.provider." + account + '.' + setting, value));
        hub.environment.setProperty("hub.delivery.destinations." + account + ".connector", name);
        hub.environment.setProperty("hub.delivery.destinations." + account + ".account", account);
    }

    /** Settings of the simulated account, where they differ from what the far side announces. */
    protected Map<String, String> settings(Map<String, String> announced) {
        return announced;
    }

    /** What it can't have, and why. */
    protected Map<Ability, String> without() {
        return Map.of();
    }

    /** Settings of mappings without which there is nothing to send, names and values in turn. */
    protected String[] mappingSettings() {
        return new String[0];
    }

    /** What each refusal means. */
    protected Map<String, FaultClass> refusals() {
        Map<String, FaultClass> classes = new LinkedHashMap<>();
        List.of("400", "401", "403", "404", "409", "413", "422").forEach(status -> classes.put(status, FaultClass.PERMANENT));
        List.of("408", "425", "500", "502", "503", "504").forEach(status -> classes.put(status, FaultClass.TRANSIENT));
        classes.put("429", FaultClass.RATE_LIMITED);
        return classes;
    }

    @BeforeAll
    final void connect() throws Exception {
        Path root = root();
        far = farSide();
        hub = new ConnectorHarness(root);
        manifest = hub.manifests().get(name);
        assertThat(manifest).as("routes/connectors/%s/connector.yaml", name).isNotNull();
        assertThat(manifest.actions()).as("actions of the manifest").isNotEmpty();
        configure(name, settings(far.settings()));
        Mappings mappings = Fixtures.mappings(root.resolve(ConnectorHarness.MANIFESTS), mappingSettings());
        for (String action : manifest.actions().keySet()) {
            String file = manifest.mappingOf(action).replaceFirst("\\.jq$", "");
            messages.put(action, Fixtures.events().stream().map(event -> mapped(mappings, file, event)).filter(mapped -> mapped != null).findFirst()
                    .orElseThrow(() -> new AssertionError("no event of fixtures/events becomes a " + action)));
        }
    }

    private Mapped mapped(Mappings mappings, String file, Event event) {
        // Of now: some providers leave out what is days old, and say nothing.
        return mappings.map(name, file, Fixtures.with(event, event.type(), event.subject(), Instant.now(), event.data())).orElse(null);
    }

    @AfterAll
    final void disconnect() throws Exception {
        hub.close();
        far.close();
    }

    @BeforeEach
    final void heal() {
        far.heal();
    }

    private Exchange send(String action, String options, Map<String, Object> more) {
        Mapped message = messages.get(action);
        Map<String, Object> headers = new LinkedHashMap<>(more);
        headers.put("HubDeliveryId", "e-1/" + name + '/' + action);
        headers.put("HubKey", message.key());
        headers.put("HubObject", message.object());
        return hub.send(manifest.kameletOf(action) + options, message.payload().toString(), headers);
    }

    private Exchange send(String action) {
        return send(action, "", Map.of());
    }

    /** Options for calls of an account that nobody has used: who was refused a token asks for no other at once. */
    private String newcomer() {
        if (!far.issuesTokens()) {
            return "";
        }
        String account = name + "-newcomer-" + ++newcomers;
        configure(account, settings(far.settings()));
        return "?account=" + account;
    }

    private Fault fault(Exchange done) {
        assertThat(done.getException()).as("it failed").isNotNull();
        Fault fault = hub.fault(name, done);
        assertThat(fault.code()).isNotBlank();
        assertThat(fault.message()).isNotBlank();
        return fault;
    }

    private boolean has(Ability ability) {
        String reason = without().get(ability);
        assertThat(reason == null || reason.length() > 15).as("a reason why it has no " + ability).isTrue();
        return reason == null;
    }

    /** Whatever took effect unseen is in doubt; what did not may be sent again. */
    private void unknown(String action, Exchange done) {
        Fault fault = fault(done);
        assertThat(fault.faultClass()).as(action + ": " + fault).isEqualTo(far.taken() > 0 ? FaultClass.IN_DOUBT : fault.faultClass())
                .isIn(FaultClass.TRANSIENT, FaultClass.IN_DOUBT);
    }

    @Test
    void everyActionIsTakenIn() {
        messages.keySet().forEach(action -> {
            far.heal();
            Exchange done = send(action);
            assertThat(done.getException()).as(action).isNull();
            assertThat(far.taken()).as(action).isEqualTo(1);
        });
    }

    @Test
    void everyRefusalHasItsClassAndIsNotRepeatedUnasked() {
        assertThat(refusals().values()).contains(FaultClass.TRANSIENT, FaultClass.PERMANENT);
        refusals().forEach((how, expected) -> messages.keySet().forEach(action -> {
            far.heal();
            far.refuse(how);
            assertThat(fault(send(action, newcomer(), Map.of()))).as(action + ' ' + how).extracting("faultClass").isEqualTo(expected);
            assertThat(far.taken()).as(action + ' ' + how).isZero();
            int logins = !far.issuesTokens() ? 0 : how.equals("401") ? 2 : 1;
            assertThat(far.arrived().size()).as(action + ' ' + how).isLessThanOrEqualTo(logins + Math.max(1, logins));
        }));
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        if (has(Ability.RETRY_ADVICE)) {
            far.askToWait(ADVICE);
            messages.keySet().forEach(action -> assertThat(fault(send(action))).as(action).extracting("faultClass", "retryAfter")
                    .containsExactly(FaultClass.RATE_LIMITED, ADVICE));
        }
    }

    @Test
    void aTokenThatExpiresUnderWayCostsNothing() {
        assertThat(far.issuesTokens()).as("it gives out tokens").isEqualTo(has(Ability.TOKENS));
        if (has(Ability.TOKENS)) {
            messages.keySet().forEach(action -> {
                String account = newcomer();
                assertThat(send(action, account, Map.of()).getException()).as(action).isNull();
                far.heal();
                far.expireTokens();
                assertThat(send(action, account, Map.of()).getException()).as(action + " with the expired token").isNull();
                assertThat(far.taken()).as(action).isEqualTo(1);
            });
        }
    }

    @Test
    void aLostAnswerIsInDoubtWhereItTookEffect() {
        boolean effect = false;
        for (String action : messages.keySet()) {
            far.heal();
            far.loseAnswers();
            unknown(action, send(action));
            effect |= far.taken() > 0;
        }
        assertThat(effect).as("at least one was taken in").isTrue();
    }

    @Test
    void aSlowAnswerIsWaitedForButNotForever() {
        String action = messages.keySet().iterator().next();
        far.delay(Duration.ofMillis(150));
        assertThat(send(action).getException()).as("slow, but in time").isNull();
        far.heal();
        far.delay(TOO_LATE);
        Instant start = Instant.now();
        unknown(action, send(action, has(Ability.OWN_TIMEOUT) ? '?' + HASTY : "", Map.of()));
        assertThat(Duration.between(start, Instant.now())).isLessThan(TOO_LATE);
    }

    @Test
    void ofAHugeAnswerOnlyTheBeginningIsRead() {
        String action = messages.keySet().iterator().next();
        far.flood();
        Exchange done = send(action);
        if (done.getException() == null) {
            assertThat(far.taken()).isEqualTo(1);
        } else {
            unknown(action, done);
        }
        assertBounded(done);
        far.heal();
        far.floodRefusing();
        Exchange refused = send(action);
        assertThat(fault(refused).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        assertBounded(refused);
    }

    private void assertBounded(Exchange done) {
        assertThat(String.valueOf(done.getMessage().getBody(String.class)).length()).isLessThanOrEqualTo(ConnectorHarness.MAX_ANSWER);
        if (done.getException() != null) {
            Fault fault = hub.fault(name, done);
            assertThat((fault.message() + fault.answer()).length()).as("what is stored of it").isLessThan(5_000);
        }
    }

    @Test
    void noHeaderFromOutsideSteersTheCallOrLeaves() {
        Map<String, Object> hostile = new LinkedHashMap<>();
        for (String steering : List.of("CamelHttpUri", "camelhttpuri", "CAMELHTTPURI", "CamelRestHttpUri")) {
            hostile.put(steering, "http://localhost:1/evil");
        }
        for (String steering : List.of("CamelHttpPath", "CamelHttpQuery", "CamelHttpRawQuery", "camelresthttpquery", "CamelHttpHost", "CamelFileName", "To",
                "Cc", "Bcc", "Reply-To", "Subject", "Authorization", "Proxy-Authorization", "Cookie", "Host", "X-Evil", "X-Forwarded-Host",
                "Idempotency-Key", "sObjectName", "api_key")) {
            hostile.put(steering, "evil=1");
        }
        hostile.put("CamelHttpMethod", "DELETE");
        hostile.put("Content-Encoding", "gzip");
        hostile.put("Content-Type", "text/evil");
        hostile.put("Transfer-Encoding", "evil");
        messages.keySet().forEach(action -> {
            far.heal();
            assertThat(send(action, "", hostile).getException()).as(action).isNull();
            assertThat(far.taken()).as(action).isEqualTo(1);
            assertThat(far.arrived()).isNotEmpty().allSatisfy(request -> assertThat(request).doesNotContainIgnoringCase("evil").doesNotContain("DELETE "));
        });
    }

    @Test
    void nobodyThereIsTransientAndAMissingSettingIsNamed() {
        if (!has(Ability.ACCOUNTS)) {
            return;
        }
        String action = messages.keySet().iterator().next();
        Map<String, String> nobody = new LinkedHashMap<>(settings(far.settings()));
        nobody.replaceAll((setting, value) -> value.replaceFirst("^http://localhost:\\d+", "http://localhost:1"));
        configure(name + "-away", nobody);
        assertThat(fault(send(action, "?account=" + name + "-away", Map.of())).faultClass()).isEqualTo(FaultClass.TRANSIENT);

        List<String> required = manifest.settings().entrySet().stream().filter(setting -> setting.getValue().required() && setting.getValue().defaultValue() == null)
                .map(Map.Entry::getKey).toList();
        for (String missing : required) {
            String account = name + "-without-" + missing;
            Map<String, String> rest = new LinkedHashMap<>(settings(far.settings()));
            rest.keySet().removeIf(setting -> setting.equals(missing));
            configure(account, rest);
            far.heal();
            List<Exchange> failed = messages.keySet().stream().map(each -> send(each, "?account=" + account, Map.of()))
                    .filter(done -> done.getException() != null).toList();
            assertThat(failed).as("nothing fails without " + missing).isNotEmpty().allSatisfy(done -> {
                assertThat(fault(done)).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "not_configured");
                assertThat(fault(done).message()).contains("hub.provider." + account + '.' + missing);
            });
            assertThat(far.taken()).isEqualTo(messages.size() - failed.size());
        }
    }

    @Test
    void noSecretIsInAUriALogJmxOrAFailure() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<Logger> talkative = List.of((Logger) LoggerFactory.getLogger("com.versaai.hub"), (Logger) LoggerFactory.getLogger("org.apache.camel"));
        log.start();
        root.addAppender(log);
        talkative.forEach(logger -> logger.setLevel(Level.DEBUG));
        StringBuilder said = new StringBuilder();
        List<String> secrets;
        try {
            messages.keySet().forEach(action -> tell(send(action), said));
            secrets = secrets();
            far.loseAnswers();
            messages.keySet().forEach(action -> tell(send(action), said));
            refusals().keySet().forEach(how -> {
                far.refuse(how);
                messages.keySet().forEach(action -> tell(send(action), said));
            });
        } finally {
            root.detachAppender(log);
            talkative.forEach(logger -> logger.setLevel(null));
        }
        log.list.forEach(line -> said.append(line.getFormattedMessage()).append(line.getThrowableProxy() == null ? "" : line.getThrowableProxy().getMessage()));
        assertThat(log.list).as("there is a log").isNotEmpty();
        hub.context.getEndpoints().forEach(endpoint -> said.append(endpoint.getEndpointUri()).append(endpoint));
        said.append(jmx());
        assertThat(secrets).as("there are secrets").isNotEmpty();
        secrets.forEach(secret -> assertThat(said.indexOf(secret)).as("not said: ***" + secret.substring(secret.length() / 2) + around(said, secret)).isNegative());
    }

    private static String around(StringBuilder said, String secret) {
        int at = said.indexOf(secret);
        return at < 0 ? "" : " in …" + said.substring(Math.max(0, at - 300), at) + "***";
    }

    /** Those of the settings, and what stood in the calls. */
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>(far.credentials());
        settings(far.settings()).forEach((setting, value) -> {
            Manifest.Setting described = manifest.settings().get(setting.replaceFirst("\\..*", ""));
            if (described != null && described.secret() && !value.isEmpty()) {
                secrets.add(value);
            }
        });
        return secrets;
    }

    private static void tell(Exchange done, StringBuilder said) {
        if (done.getException() != null) {
            StringWriter trace = new StringWriter();
            done.getException().printStackTrace(new PrintWriter(trace));
            said.append(trace);
        }
        said.append(done.getMessage().getHeaders()).append(done.getProperties()).append(done.getMessage().getBody(String.class));
    }

    private String jmx() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder all = new StringBuilder();
        for (ObjectName bean : server.queryNames(new ObjectName("org.apache.camel:context=" + hub.context.getManagementName() + ",*"), null)) {
            all.append(bean);
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                if (attribute.isReadable() && attribute.getType().equals(String.class.getName())) {
                    all.append(server.getAttribute(bean, attribute.getName()));
                }
            }
        }
        assertThat(all).as("JMX is on").contains("kamelet:");
        return all.toString();
    }
}
