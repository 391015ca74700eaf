package com.versaai.hub.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFormsTest {

    @ParameterizedTest
    @ValueSource(strings = {"xoxb-1234567890", "whsec_S3CR3Tabc", "sk_live_S3CR3T1", "rk-S3CR3Tabc", "gsk_S3CR3Tabc", "pat-na1-S3CR3T", "ghp_S3CR3Tabcdef", "github_pat_S3CR3Tabc",
        "glpat-S3CR3Tabc", "AKIAABCDEFGHIJKL", "AIzaS3CR3TS3CR3TS3CR3TS3CR3TS3CR3T0", "SG.S3CR3TS3CR3TS3CR3T.x", "eyJhbGciOi.eyJzdWIiOiI", "Bearer S3CR3T", "Basic UzNDUjNU",
        "OAuth S3CR3T12", "hooks.slack.com/services/T/B/x", "client_secret=S3CR3T", "\"access_token\": \"S3CR3T\"", "passphrase: S3CR3T", "serviceAccount=S3CR3T"})
    void isHiddenAnywhereInAText(String secret) {
        String hidden = SecretForms.hidden("said " + secret + " to them");
        assertThat(hidden).startsWith("said ").endsWith(" to them").contains("***").doesNotContain("S3CR3T", "UzNDUj", "xoxb-1", "eyJz", "AKIAAB", "/T/B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"the token is wrong", "OAuth client credentials", "no key at all", "asia pacific", "a secret", "2 active secret(s)", "patience-and-patterns", "task_forces"})
    void ordinaryTextStays(String text) {
        assertThat(SecretForms.hidden(text)).isEqualTo(text);
        assertThat(SecretForms.hiddenInLines(text)).isEqualTo(text);
    }

    @Test
    void afterTheNameOfAHeaderAllIsHiddenInLinesOnly() {
        assertThat(SecretForms.hiddenInLines("Authorization: Custom a b")).isEqualTo("Authorization: ***");
        assertThat(SecretForms.hidden("authorization: not given, log in again")).isEqualTo("authorization: not given, log in again");
    }

    @Test
    void noTextTakesLong() {
        long start = System.nanoTime();
        for (String hostile : new String[] {"token=".repeat(50_000), "bearer ".repeat(50_000), "eyJ".repeat(100_000), "key".repeat(100_000), "x".repeat(300_000) + " key", "api_".repeat(80_000)}) {
            SecretForms.hiddenInLines(hostile);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
