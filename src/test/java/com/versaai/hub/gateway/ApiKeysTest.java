package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class ApiKeysTest {

    private static final String LONG = "0123456789abcdef01234567";

    @Test
    void knowsEachCallerByItsKey() {
        ApiKeys keys = new ApiKeys(settings("a", LONG, "b", LONG + "x"), false);
        assertThat(keys.callerOf(LONG)).map(Caller::name).contains("a");
        assertThat(keys.callerOf(LONG + "x")).map(Caller::name).contains("b");
        assertThat(keys.callerOf(LONG + "y")).isEmpty();
        assertThat(new ApiKeys(settings(), false).callerOf("")).isEmpty();
    }

    @Test
    void weakKeysAreForTheSandboxOnly() {
        assertThat(new ApiKeys(settings("sandbox", "sandbox-api-key"), true).callerOf("sandbox-api-key")).map(Caller::name).contains("sandbox");
        assertUnsafe("hub.api.keys[0].key (sandbox) is shorter", "sandbox", "sandbox-api-key");
        assertUnsafe("hub.api.keys[1].key (b) is empty", "a", LONG, "b", "  ");
        assertUnsafe("hub.api.keys[0].key (a) is empty", "a", null);
        assertUnsafe("hub.api.keys[0].name is empty", " ", LONG);
        assertUnsafe("used twice", "a", LONG, "b", LONG);
    }

    /** While a key is rolled its successor may be given less, or more. */
    @Test
    void scopesGoByTheKeyAndNotByItsCaller() {
        ApiKeys keys = new ApiKeys(new ApiSettings(List.of(new ApiSettings.Key("a", LONG, List.of("ai", " events:write ")),
                new ApiSettings.Key("a", LONG + "x", List.of("ai"))), List.of(), ""), false);

        assertThat(keys.callerOf(LONG).orElseThrow().scopes()).containsExactlyInAnyOrder(Scope.AI, Scope.EVENTS_WRITE);
        assertThat(keys.callerOf(LONG + "x").orElseThrow().scopes()).containsExactly(Scope.AI);
        assertThat(keys.callerOf(LONG + "x").orElseThrow().name()).isEqualTo("a");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aKeyWithoutScopesMayDoNothingAndIsNamedOnce(CapturedOutput output) {
        ApiKeys keys = new ApiKeys(new ApiSettings(List.of(new ApiSettings.Key("a", LONG, List.of("ai")),
                new ApiSettings.Key("b", LONG + "x", List.of())), List.of(), ""), false);

        assertThat(keys.callerOf(LONG + "x").orElseThrow().scopes()).isEmpty();
        assertThat(output.getAll().lines().filter(line -> line.contains("has no scopes"))).singleElement().asString()
                .contains("hub.api.keys[1] (b)", "events:write").doesNotContain(LONG);
    }

    @Test
    void aScopeThatThereIsNotIsNamedWithItsEntry() {
        ApiSettings settings = new ApiSettings(List.of(new ApiSettings.Key("a", LONG, List.of("ai", "event:write"))), List.of(), "");

        assertThatThrownBy(() -> new ApiKeys(settings, false)).isInstanceOf(UnsafeSettingException.class)
                .hasMessage("hub.api.keys[0].scopes (a) names event:write, which is no scope");
    }

    @Test
    void theReasonIsReadableAndHoldsNoKey() {
        UnsafeSettingException unsafe = new UnsafeSettingException("hub.api.keys[0].key (a) is empty", "Do this.");
        assertThat(new UnsafeSettingAnalyzer().analyze(unsafe, unsafe).getAction()).isEqualTo("Do this.");
        assertThat(settings("a", "topsecret").toString()).doesNotContain("topsecret");
        assertThat(new ConsoleSettings("op", "{bcrypt}topsecret", true).toString()).doesNotContain("topsecret");
    }

    private static void assertUnsafe(String reason, String... namesAndKeys) {
        assertThatThrownBy(() -> new ApiKeys(settings(namesAndKeys), false)).isInstanceOf(UnsafeSettingException.class)
                .hasMessageContaining(reason).satisfies(e -> assertThat(e.getMessage()).doesNotContain(LONG, "sandbox-api-key"));
    }

    private static ApiSettings settings(String... namesAndKeys) {
        List<ApiSettings.Key> keys = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndKeys.length; i += 2) {
            keys.add(new ApiSettings.Key(namesAndKeys[i], namesAndKeys[i + 1], List.of("ai")));
        }
        return new ApiSettings(keys, List.of(), "");
    }
}
