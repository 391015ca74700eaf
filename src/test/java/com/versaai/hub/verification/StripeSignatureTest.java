package com.versaai.hub.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSignatureTest {

    private static final String SECRET = "whsec_hubTestSecret0001";
    private static final Instant T = Instant.ofEpochSecond(1760000000);
    private static final byte[] BODY = utf8("{\"id\":\"evt_hub_1\",\"object\":\"event\",\"type\":\"payment_intent.succeeded\","
            + "\"created\":1760000000,\"data\":{\"object\":{\"id\":\"pi_hub_1\",\"amount\":1999,\"currency\":\"eur\"}}}");
    private static final String HEX = "b9f552b89c85cd654ad98628a984b3f7666feb6ed56a2e7149bfa74c51727f58";
    private static final String ROLLED = "t=1760000000,v1=1eec9d227f3b19ac6255c1b4935fc123cb003be928d308cce6425048fd41710c,v1=" + HEX;

    private final WebhookVerifier verifier = verifier(SECRET);

    private static WebhookVerifier verifier(String... secrets) {
        return Verifiers.of(new Verification(Scheme.STRIPE, Map.of(), Duration.ofSeconds(300)), List.of(secrets), null);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Verdict verify(String header) {
        return verify(verifier, BODY, header, T);
    }

    private static Verdict verify(WebhookVerifier verifier, byte[] body, String header, Instant now) {
        Map<String, List<String>> headers = header == null ? Map.of() : Map.of("stripe-signature", List.of(header));
        return verifier.verify(new SignedRequest("POST", "/webhooks/stripe", null, headers, body), now);
    }

    @Test
    void acceptsTheReferenceVectors() {
        assertThat(verify("t=1760000000,v1=" + HEX)).isEqualTo(Verdict.OK);
        byte[] utf8 = utf8("{\"name\":\"Zoë\",\"note\":\"naïve ✓\"}");
        String header = "t=1760000000,v1=189980f70a820ecc807c246023703bc9a00e8967e4b2276b1b859889631f39f6";
        assertThat(verify(verifier, utf8, header, T)).isEqualTo(Verdict.OK);
    }

    @Test
    void acceptsAnySignatureOfAnyActiveSecretWhileOneIsRolled() {
        assertThat(verify(ROLLED)).isEqualTo(Verdict.OK);
        assertThat(verify(verifier("whsec_hubTestSecret0002"), BODY, ROLLED, T)).isEqualTo(Verdict.OK);
        assertThat(verify(verifier("whsec_hubTestSecret0002", SECRET), BODY, "t=1760000000,v1=" + HEX, T)).isEqualTo(Verdict.OK);
        assertThat(verify(verifier("whsec_other"), BODY, ROLLED, T)).isEqualTo(Verdict.WRONG_SIGNATURE);
    }

    @Test
    void refusesOneChangedByteAnywhere() {
        for (int i = 0; i < BODY.length; i++) {
            byte[] changed = BODY.clone();
            changed[i] ^= 1;
            assertThat(verify(verifier, changed, "t=1760000000,v1=" + HEX, T)).isEqualTo(Verdict.WRONG_SIGNATURE);
        }
        assertThat(verify(verifier, new byte[0], "t=1760000000,v1=" + HEX, T)).isEqualTo(Verdict.WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"0,OK", "300,OK", "301,TIMESTAMP_TOO_OLD", "-300,OK", "-301,TIMESTAMP_IN_FUTURE", "86400,TIMESTAMP_TOO_OLD"})
    void checksFreshnessInBothDirections(long age, Verdict expected) {
        assertThat(verify(verifier, BODY, "t=1760000000,v1=" + HEX, T.plusSeconds(age))).isEqualTo(expected);
    }

    @Test
    void aForgerCannotRaiseTheClockSkewAlarm() {
        assertThat(verify("t=1860000000,v1=" + HEX)).isEqualTo(Verdict.WRONG_SIGNATURE);
        assertThat(verify("t=0,v1=" + HEX)).isEqualTo(Verdict.WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1=" + HEX, "t=,v1=" + HEX, "t=abc,v1=" + HEX, "t=-1,v1=" + HEX, "t=+1760000000,v1=" + HEX,
        "t=01760000000,v1=" + HEX, "t=1760000000.0,v1=" + HEX, "t=99999999999999999999,v1=" + HEX, "t=1760000000", "t=1760000000,v0=" + HEX,
        "t=1760000000, v1=" + HEX, "t=1760000000,t=1760000000,v1=" + HEX, "t=1760000000,v1=" + HEX + ",t=1", "T=1760000000,V1=" + HEX,
        "t=\u0661\u0667,v1=" + HEX, ",,,,", "=", "t", "v1", "\u0000", "t=1760000000;v1=" + HEX})
    void callsOtherShapesMalformed(String header) {
        assertThat(verify(header)).isEqualTo(Verdict.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t=1760000000,v1=", "t=1760000000,v1=é", "t=1760000000,v1=" + HEX + "00", "t=1760000000,v1= " + HEX,
        "t=1760000000,v1=b9f552", "t=999999999999999999,v1=" + HEX, "t=1760000000,v0=" + HEX + ",v1=00"})
    void refusesSignaturesThatAreNotEqual(String header) {
        assertThat(verify(header)).isEqualTo(Verdict.WRONG_SIGNATURE);
    }

    @Test
    void refusesUpperCaseHexAsStripesOwnLibraryDoes() {
        assertThat(verify("t=1760000000,v1=" + HEX.toUpperCase())).isEqualTo(Verdict.WRONG_SIGNATURE);
    }

    @Test
    void ignoresOtherSchemesAndEmptyItems() {
        assertThat(verify("t=1760000000,v0=00,v2=11,,v1=00,v1=" + HEX + ",")).isEqualTo(Verdict.OK);
    }

    @Test
    void boundsTheHeader() {
        assertThat(verify("t=1760000000," + "v1=0,".repeat(5_000) + "v1=" + HEX)).isEqualTo(Verdict.MALFORMED);
        assertThat(verify("t=1760000000," + "v1=0,".repeat(1_000) + "v1=" + HEX)).isEqualTo(Verdict.OK);
    }

    @Test
    void saysMissingAndNotConfigured() {
        assertThat(verify(null)).isEqualTo(Verdict.MISSING);
        assertThat(verify("  ")).isEqualTo(Verdict.MISSING);
        assertThat(verify(verifier(), BODY, "t=1760000000,v1=" + HEX, T)).isEqualTo(Verdict.NOT_CONFIGURED);
    }

    @Test
    void judgesRequestsThroughTheCommonInterface() {
        Map<String, List<String>> headers = Map.of("stripe-signature", List.of("t=1760000000,v1=" + HEX));
        assertThat(verifier.verify(new SignedRequest("POST", "/webhooks/stripe", null, headers, BODY), T)).isEqualTo(Verdict.OK);
        assertThat(verifier.verify(new SignedRequest("POST", "/webhooks/stripe", null, Map.of(), BODY), T)).isEqualTo(Verdict.MISSING);
        Map<String, List<String>> twice = Map.of("stripe-signature", List.of("t=1760000000,v1=" + HEX, "t=1760000000,v1=" + HEX));
        assertThat(verifier.verify(new SignedRequest("POST", "/webhooks/stripe", null, twice, BODY), T)).isEqualTo(Verdict.MALFORMED);
    }
}
