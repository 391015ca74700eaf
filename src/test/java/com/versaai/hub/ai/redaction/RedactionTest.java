package com.versaai.hub.ai.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.ai.redaction.HiddenValues.Into;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static final String LETTERS = "aB3dE5gH7jK9mN1pQ3sT5vW7";

    private static HiddenValues open(Map<String, String> patterns) {
        return new Redaction(new RedactionSettings(true, patterns)).open();
    }

    private static String hide(String text) {
        return open(Map.of()).hide(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Write to ana.lopez+x@mail.example.com.|Write to ⟦EMAIL_1⟧.",
        "josé@españa.es|⟦EMAIL_1⟧",
        "<mailto:o'neil@a-b.co.uk>|<mailto:o'neil@a-b.co.uk>",
        "IBAN ES91 2100 0418 4502 0005 1332 for rent|IBAN ⟦IBAN_1⟧ for rent",
        "de89370400440532013000|⟦IBAN_1⟧",
        "ES91 2100 0418 4502 0005 1333|ES91 2100 0418 4502 0005 1333",
        "card 4111 1111 1111 1111 12/27|card ⟦CARD_1⟧ 12/27",
        "12 5500-0000-0000-0004 99|12 ⟦CARD_1⟧ 99",
        "378282246310005|⟦CARD_1⟧",
        "order 4111111111111112|order 4111111111111112",
        "call +34 600 12 34 56 or 600123456|call ⟦PHONE_1⟧ or ⟦PHONE_2⟧",
        "(555) 123-4567, 555-123-4567|⟦PHONE_1⟧, ⟦PHONE_2⟧",
        "on 2026-11-25 at 16:50:12 it cost 1234.56|on 2026-11-25 at 16:50:12 it cost 1234.56",
        "5b1f7c1e-0000-5000-8000-00000000000a|5b1f7c1e-0000-5000-8000-00000000000a",
        "risk-based task-force-of-the-company-of-ours|risk-based task-force-of-the-company-of-ours",
        "me @ home, @channel, a@b|me @ home, @channel, a@b",
    })
    void findsWhatIsPersonal(String text, String hidden) {
        // An apostrophe belongs to an address, "mailto:" does not.
        assertThat(hide(text)).isEqualTo(hidden.replace("o'neil@a-b.co.uk", "⟦EMAIL_1⟧"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xoxb-", "xoxp-1234-", "xapp-1-", "sk_live_", "rk_test_", "whsec_", "ghp_", "gho_", "github_pat_", "gsk_", "sk-", "sk-proj-",
        "hooks.slack.com/services/T0/B0/"})
    void findsKeys(String prefix) {
        assertThat(hide("key=" + prefix + LETTERS + " end")).isEqualTo("key=⟦API_KEY_1⟧ end");
    }

    @Test
    void findsTokens() {
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + LETTERS;

        assertThat(hide("Bearer " + token)).isEqualTo("Bearer ⟦JWT_1⟧");
    }

    @Test
    void givesTheSameValueTheSamePlaceholderInTheWholeRequest() {
        HiddenValues values = open(Map.of());

        assertThat(values.hide("a@x.com and b@x.com")).isEqualTo("⟦EMAIL_1⟧ and ⟦EMAIL_2⟧");
        assertThat(values.hide("again b@x.com")).isEqualTo("again ⟦EMAIL_2⟧");
        assertThat(values.restore("⟦EMAIL_2⟧, ⟦EMAIL_1⟧ and ⟦EMAIL_3⟧", Into.TEXT)).isEqualTo("b@x.com, a@x.com and ⟦EMAIL_3⟧");
        assertThat(open(Map.of()).hide("b@x.com")).isEqualTo("⟦EMAIL_1⟧");
    }

    @Test
    void aPlaceholderInThePromptComesBackAsItWas() {
        HiddenValues values = open(Map.of());

        String hidden = values.hide("⟦EMAIL_1⟧ is not a@x.com");

        assertThat(hidden).isEqualTo("⟦TEXT_1⟧ is not ⟦EMAIL_1⟧");
        assertThat(values.restore(hidden, Into.TEXT)).isEqualTo("⟦EMAIL_1⟧ is not a@x.com");
    }

    @Test
    void configuredPatternsComeFirstReplaceAndSwitchOff() {
        HiddenValues values = open(Map.of("employee-id", "E-\\d{4}", "phone", "", "email", "[a-z]+@corp\\.example"));

        assertThat(values.hide("E-1234 600123456 a@corp.example a@x.com")).isEqualTo("⟦EMPLOYEE_ID_1⟧ 600123456 ⟦EMAIL_1⟧ a@x.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "x*"})
    void aPatternThatCannotWorkStopsTheStart(String pattern) {
        assertThatThrownBy(() -> open(Map.of("mine", pattern))).hasMessageContaining("hub.ai.redaction.patterns.MINE");
        assertThatThrownBy(() -> open(Map.of("not so", "x"))).hasMessageContaining("not so");
    }

    @Test
    void putsValuesIntoJsonAsJson() {
        HiddenValues values = open(Map.of("quote", "say\"[a-z]+\\\\"));

        assertThat(values.hide("say\"hi\\ now")).isEqualTo("⟦QUOTE_1⟧ now");
        assertThat(values.restore("{\"text\":\"⟦QUOTE_1⟧\"}", Into.JSON)).isEqualTo("{\"text\":\"say\\\"hi\\\\\"}");
    }

    @Test
    void switchedOffItChangesNothing() {
        HiddenValues values = new Redaction(new RedactionSettings(false, Map.of())).open();

        assertThat(values.hide("a@x.com ⟦EMAIL_1⟧")).isEqualTo("a@x.com ⟦EMAIL_1⟧");
        assertThat(values.restore("⟦EMAIL_1⟧", Into.TEXT)).isEqualTo("⟦EMAIL_1⟧");
        assertThat(values.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "@", "a@", "a@a.", "a@a.a@", "1", "1 ", "4 ", "+1", "+", "0", "00", "(", "6", "555-", "AA11", "AA11 ", "eyJ", "eyJa.", "eyJaaaaa.",
        "sk-", "sk_live_", "xoxb-", "gh", "⟦", "⟦A", "ghp_a", "-", "\uD83D\uDE00"})
    @Timeout(20)
    void hostileTextIsSearchedInLinearTime(String piece) {
        String text = piece.repeat(400_000 / piece.length());

        long start = System.nanoTime();
        String hidden = hide(text);

        assertThat(hidden).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    @Timeout(20)
    void aConfiguredPatternThatBacktracksWithoutEndIsStopped() {
        String secret = "a".repeat(5000);

        assertThatThrownBy(() -> open(Map.of("slow", "(a+)+b")).hide(secret)).isInstanceOf(RedactionFailedException.class)
                .hasMessageContaining("SLOW").hasMessageNotContaining("aaa");
        assertThatThrownBy(() -> open(Map.of("deep", "(?:a|b)*c")).hide("ab".repeat(200_000))).isInstanceOf(RedactionFailedException.class);
    }
}
