package com.versaai.hub.verification;

import static com.versaai.hub.verification.Sample.NOW;
import static com.versaai.hub.verification.Sample.withHeader;
import static com.versaai.hub.verification.Sample.withQuery;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single schemes do beyond the contract of all. */
class SignatureFormsTest {

    private static Sample sample(String name) {
        return Samples.all().filter(sample -> sample.name().equals(name)).findFirst().orElseThrow();
    }

    private static Verdict verify(Sample sample, SignedRequest request) {
        return sample.verifier().verify(request, NOW);
    }

    /** The right request with its header changed. */
    private static Verdict verify(String name, String header, String value) {
        return verify(sample(name), withHeader(sample(name).right(), header, value));
    }

    private static String header(String name, String header) {
        return sample(name).right().headers().get(header).get(0);
    }

    @Test
    void hexMayBeInUpperCaseAndTheRestIsAsWritten() {
        String hex = header("hmac as GitHub", "x-hub-signature-256").substring(7);
        assertThat(verify("hmac as GitHub", "x-hub-signature-256", "sha256=" + hex.toUpperCase(Locale.ROOT))).isEqualTo(Verdict.OK);
        for (String value : List.of(hex, "SHA256=" + hex, "sha1=" + hex, "sha256=" + hex.substring(2), "sha256=" + hex + "00", "sha256= " + hex,
                "sha256=" + hex.substring(1), "sha256=", "sha256=zz" + hex.substring(2))) {
            assertThat(verify("hmac as GitHub", "x-hub-signature-256", value)).as(value).isEqualTo(Verdict.MALFORMED);
        }
    }

    @Test
    void base64HasOneText() {
        String base64 = header("hmac as Shopify", "x-shopify-hmac-sha256");
        byte[] raw = Base64.getDecoder().decode(base64);
        String withoutPadding = base64.replace("=", "");
        char last = withoutPadding.charAt(withoutPadding.length() - 1);
        String strayBits = withoutPadding.substring(0, withoutPadding.length() - 1) + (char) (last + 1) + "=";
        for (String value : List.of(withoutPadding, base64 + "=", base64 + "\n", strayBits,
                Base64.getMimeEncoder(8, new byte[] {' '}).encodeToString(raw))) {
            assertThat(verify("hmac as Shopify", "x-shopify-hmac-sha256", value)).as(value).isEqualTo(Verdict.MALFORMED);
        }
    }

    @Test
    void base64urlMayHavePadding() throws Exception {
        Verification verification = new Verification(Scheme.HMAC, Map.of("header", "x-sig", "encoding", "base64url"), null);
        WebhookVerifier verifier = Verifiers.of(verification, List.of("s"), null);
        byte[] mac = Samples.mac("HmacSHA256", new byte[] {'s'}, "{}");
        for (Base64.Encoder encoder : List.of(Base64.getUrlEncoder(), Base64.getUrlEncoder().withoutPadding())) {
            assertThat(verifier.verify(Sample.post(null, Map.of("x-sig", encoder.encodeToString(mac)), "{}"), NOW)).isEqualTo(Verdict.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1760000000", "01760000000", "-1", "1760000000.0", "1e9", "", "99999999999999999999", "\u0661"})
    void aTimeHasOneText(String time) {
        assertThat(verify("slack", "x-slack-request-timestamp", time)).isIn(Verdict.MALFORMED, Verdict.MISSING);
        assertThat(verify("webhook-v1", "webhook-timestamp", time)).isIn(Verdict.MALFORMED, Verdict.MISSING);
    }

    /** HubSpot, Validating requests: its table of twelve. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {"%3A,:", "%2F,/", "%3F,?", "%40,@", "%21,!", "%24,$", "%27,'", "%28,(", "%29,)", "%2A,*", "%2C,\",\"", "%3B,;",
        "%3a,:", "%2f,/", "%20,%20", "%26,%26", "%3D,%3D", "%2B,%2B", "%23,%23", "%25,%25", "%253A,%253A", "%,%", "%3,%3", "a%2Fb%zz,a/b%zz"})
    void hubspotUndoesTwelveEscapesOnce(String escaped, String expected) {
        assertThat(HmacForm.hubspotUrl(escaped)).isEqualTo(expected);
    }

    @Test
    void hubspotKeepsTheOrderOfTheQueryAndThePrefixOfTheAddress() throws Exception {
        String signed = "POSThttps://example.test/hub/webhooks/sender?b=2&a=1{}1760000000000";
        String signature = Base64.getEncoder().encodeToString(Samples.mac("HmacSHA256", new byte[] {'s'}, signed));
        SignedRequest request = Sample.post("b=2&a=1", Map.of("x-hubspot-signature-v3", signature, "x-hubspot-request-timestamp", "1760000000000"), "{}");
        for (String url : List.of("https://example.test/hub", "https://example.test/hub/")) {
            WebhookVerifier verifier = Verifiers.of(new Verification(Scheme.HUBSPOT_V3, Map.of(), null), List.of("s"), URI.create(url));
            assertThat(verifier.verify(request, NOW)).isEqualTo(Verdict.OK);
            assertThat(verifier.verify(withQuery(request, "a=1&b=2"), NOW)).isEqualTo(Verdict.WRONG_SIGNATURE);
        }
    }

    @Test
    void hubspotVersionsAreNotMixed() {
        assertThat(verify("hubspot-v1", "x-hubspot-signature-version", "v2")).isEqualTo(Verdict.MALFORMED);
        assertThat(verify("hubspot-v2", "x-hubspot-signature-version", "v1")).isEqualTo(Verdict.MALFORMED);
        // A request may carry v1 beside v3: only v3 counts.
        SignedRequest v1 = withHeader(sample("hubspot-v1").right(), "x-hubspot-signature-v3", "AAAA");
        assertThat(verify(sample("hubspot-v3"), withHeader(v1, "x-hubspot-request-timestamp", "1760000000000"))).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void standardWebhooksTakesOnlyTheKindOfItsSecrets() {
        String v1 = header("webhook-v1", "webhook-signature").split(" ")[2];
        assertThat(verify("webhook-v1", "webhook-signature", v1)).isEqualTo(Verdict.OK);
        assertThat(verify("webhook-v1", "webhook-signature", v1.replace("v1,", "v1a,"))).isEqualTo(Verdict.MALFORMED);
        assertThat(verify("webhook-v1", "webhook-signature", v1.replace("v1,", "v2,"))).isEqualTo(Verdict.MALFORMED);
        assertThat(verify("webhook-v1", "webhook-signature", header("webhook-v1a", "webhook-signature"))).isEqualTo(Verdict.WRONG_SIGNATURE);
        assertThat(verify("webhook-v1a", "webhook-signature", v1)).isEqualTo(Verdict.WRONG_SIGNATURE);
    }

    @Test
    void standardWebhooksBoundsTheWork() {
        String v1a = header("webhook-v1a", "webhook-signature").split(" ")[2];
        String wrong = "v1a," + "A".repeat(86) + "==";
        assertThat(verify("webhook-v1a", "webhook-signature", (wrong + ' ').repeat(9) + v1a)).isEqualTo(Verdict.OK);
        assertThat(verify("webhook-v1a", "webhook-signature", (wrong + ' ').repeat(10) + v1a)).isEqualTo(Verdict.MALFORMED);
    }

    /** The content "a.1760000000.1.{}" must not be read as sent at 1, nor its id as another. */
    @Test
    void standardWebhooksIdsHoldNoFullStop() {
        assertThat(verify("webhook-v1", "webhook-id", "msg_1.1760000000")).isEqualTo(Verdict.MALFORMED);
        assertThat(verify("webhook-v1", "webhook-id", "msg_2")).isEqualTo(Verdict.WRONG_SIGNATURE);
    }

    @Test
    void standardWebhooksDoesNotMixTheTwoNames() {
        SignedRequest mixed = withHeader(withHeader(sample("webhook-v1").right(), "webhook-id"), "svix-id", "msg_1");
        assertThat(verify(sample("webhook-v1"), mixed)).isEqualTo(Verdict.MISSING);
        SignedRequest svix = sample("svix-v1").right();
        assertThat(verify(sample("webhook-v1"), svix)).isEqualTo(Verdict.OK);
    }

    @ParameterizedTest
    @CsvSource({"basic aHVidXNlcjpodWJwYXNzLTE=,OK", "Basic aHVidXNlcjpodWJwYXNzLTE,OK", "Basic  aHVidXNlcjpodWJwYXNzLTE=,MALFORMED", "Basic,MALFORMED",
        "Bearer aHVidXNlcjpodWJwYXNzLTE=,MALFORMED", "aHVidXNlcjpodWJwYXNzLTE=,MALFORMED", "Basic aHVidXNlcg==,WRONG_SIGNATURE",
        "Basic aHVidXNlcjpodWJwYXNzLTIK,WRONG_SIGNATURE", "Basic aHVidXNlcjpodWJwYXNzLTE=,OK"})
    void basicIsAsRfc7617SaysIt(String value, Verdict expected) {
        assertThat(verify("basic", "authorization", value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"code=s3cret+one/two,OK", "code=s3cret%2Bone%2Ftwo,OK", "code=s3cret%20one/two,WRONG_SIGNATURE", "code=s3cret%2one/two,MALFORMED",
        "code=%,MALFORMED", "code,MISSING", "Code=s3cret+one/two,MISSING", "codes=s3cret+one/two,MISSING", "x=1&code=s3cret+one/two&y,OK",
        "code=s3cret+one/two&code,MALFORMED"})
    void aTokenInTheQueryMayBeEscaped(String query, Verdict expected) {
        assertThat(verify(sample("token in the query"), withQuery(sample("token in the query").right(), query))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"s,-,OK", "-,code=s,OK", "s,a=b,OK", "s,code=s,MALFORMED", "s,code=x,MALFORMED", "x,code=s,MALFORMED", "s,code,MALFORMED",
        "x,-,WRONG_SIGNATURE", "-,code=x,WRONG_SIGNATURE", "-,a=b,MISSING", "-,-,MISSING", "'',code=s,OK", "-,code=s&code=s,MALFORMED"})
    void aTokenInHeaderOrQueryIsInOneOfThem(String header, String query, Verdict expected) {
        WebhookVerifier verifier = Verifiers.of(new Verification(Scheme.TOKEN, Map.of("header", "X-Key", "query", "code"), null), List.of("s"), null);
        assertThat(verifier.verify(Sample.post(query, header == null ? Map.of() : Map.of("x-key", header), "{}"), NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/data/1/t~1k|{'data':[{'t/k':'no'},{'t/k':'s'}]}|OK", "/data/1/t~1k|{'data':[{'t/k':'s'}]}|MISSING",
        "/a/b|{'a':{'c':{'b':'s'},'b':'s'},'b':'x'}|OK", "/a/b|{'a':'s'}|MISSING", "/a/b|{'a':{'b':7}}|MALFORMED", "/a/b|{'a':{'b':['s']}}|MALFORMED",
        "/a/b|{'a':{'b':'s'},'a':{}}|MALFORMED", "/a/b|{'a':{'b':'s'}}}|MALFORMED", "/a/b|{'a':{'b':'s'}|MALFORMED", "/a/b|[]|MISSING",
        "/a|{'a':'\\u0073'}|OK", "/a|{'a':'s\\u0000'}|WRONG_SIGNATURE", "/a|{'a':null}|MALFORMED", "/0|['s']|OK", "/0|['s'|MALFORMED"})
    void aTokenInTheBodyIsFoundOnceAndWhole(String pointer, String body, Verdict expected) {
        WebhookVerifier verifier = Verifiers.of(new Verification(Scheme.TOKEN, Map.of("json", pointer), null), List.of("s"), null);
        assertThat(verifier.verify(Sample.post(null, Map.of(), body.replace('\'', '"')), NOW)).isEqualTo(expected);
    }
}
