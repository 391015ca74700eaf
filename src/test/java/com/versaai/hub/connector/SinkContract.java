package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/**
 * What every connector with actions owes. Its manifest, its mappings and its simulator say all there is to know: whoever adds one
 * extends this in the connector's package, and {@link EveryContractTest} asks for it. What a connector can't have it says with a reason.
 */
public abstract class SinkContract extends SinkCase {

    private static final Duration ADVICE = Duration.ofSeconds(7);
    private static final String HASTY = "responseTimeout=300";
    private static final Duration TOO_LATE = Duration.ofSeconds(3);

    @Test
    void everyActionIsTakenIn() {
        messages.keySet().forEach(action -> {
            far.heal();
            Exchange done = send(action);
            assertThat(done.getException()).as(action).isNull();
            assertThat(far.taken()).as(action).isEqualTo(effects(action));
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
                assertThat(far.taken()).as(action).isEqualTo(effects(action));
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
            assertThat(far.taken()).isEqualTo(effects(action));
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
            assertThat(far.taken()).as(action).isEqualTo(effects(action));
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
        Overheard overheard = new Overheard();
        List<String> secrets;
        try (overheard) {
            messages.keySet().forEach(action -> overheard.add(send(action)));
            secrets = secrets();
            far.loseAnswers();
            messages.keySet().forEach(action -> overheard.add(send(action)));
            refusals().keySet().forEach(how -> {
                far.refuse(how);
                messages.keySet().forEach(action -> overheard.add(send(action)));
            });
        }
        overheard.add(hub.context);
        assertThat(List.of("kamelet:", "Exception", name)).as("it hears").allSatisfy(word -> assertThat(overheard.before(word)).isNotEmpty());
        assertThat(secrets).as("there are secrets").isNotEmpty().allSatisfy(secret -> assertThat(overheard.before(secret)).isEmpty());
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
}
