package com.versaai.hub.verification;

import static com.versaai.hub.verification.Sample.NOW;
import static com.versaai.hub.verification.Sample.withHeader;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The scheme {@code hubspot}: which of its signatures counts, and what HubSpot's own client ({@code @hubspot/api-client} 13.5.0) has signed. */
class HubspotSignatureTest {

    private static final URI PUBLIC_URL = URI.create("https://hub.example.test");
    private static final String SECRET = "11111111-2222-3333-4444-555555555555";
    private static final String TIME = "1760000000000";

    /** Made by {@code Signature.getSignature} of that package, in node. */
    private static JsonNode oracle() {
        try {
            return new ObjectMapper().readTree(Path.of("src/test/resources/fixtures/hubspot/signatures.json").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<JsonNode> signatures() {
        return StreamSupport.stream(oracle().path("signatures").spliterator(), false);
    }

    private static WebhookVerifier verifier(String older) {
        return Verifiers.of(new Verification(Scheme.HUBSPOT, older == null ? Map.of() : Map.of("older", older), null), List.of("another", SECRET), PUBLIC_URL);
    }

    private static SignedRequest request(JsonNode signed) {
        String version = signed.path("version").asText();
        Map<String, List<String>> headers = version.equals("v3")
                ? Map.of("x-hubspot-signature-v3", List.of(signed.path("signature").asText()), "x-hubspot-request-timestamp", List.of(TIME))
                : Map.of("x-hubspot-signature", List.of(signed.path("signature").asText()), "x-hubspot-signature-version", List.of(version));
        URI url = URI.create(signed.path("url").asText());
        String body = oracle().path("bodies").path(signed.path("name").asText()).asText();
        return new SignedRequest("POST", url.getRawPath(), url.getRawQuery(), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static SignedRequest signed(String version) {
        return request(signatures().filter(one -> one.path("version").asText().equals(version) && one.path("url").asText().contains("sp=a%20b")).findFirst().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void takesWhatHubspotsClientSigns(JsonNode signed) {
        SignedRequest request = request(signed);
        String version = signed.path("version").asText();
        assertThat(verifier("any").verify(request, NOW)).isEqualTo(Verdict.OK);
        assertThat(verifier(version.equals("v3") ? null : version).verify(request, NOW)).isEqualTo(Verdict.OK);

        byte[] changed = request.body().clone();
        changed[changed.length / 2] ^= 1;
        assertThat(verifier("any").verify(Sample.withBody(request, changed), NOW)).isEqualTo(Verdict.WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({",v1,MISSING", ",v2,MISSING", "v1,v2,MALFORMED", "v2,v1,MALFORMED", "v1,v1,OK", "v2,v2,OK", "any,v1,OK", "any,v2,OK"})
    void anOlderSignatureCountsWhereItIsAllowed(String older, String version, Verdict expected) {
        assertThat(verifier(older).verify(signed(version), NOW)).isEqualTo(expected);
    }

    /** Otherwise whoever has once seen an old signature could send its body for ever. */
    @Test
    void whoeverSendsTheThirdIsNeverJudgedByAnother() {
        SignedRequest third = signed("v3");
        for (String version : List.of("v1", "v2")) {
            SignedRequest both = signed(version);
            for (String older : List.of("v1", "v2", "any")) {
                for (String wrong : List.of("", " ", "AAAA", "c1QDexMYRN+HZPpVtiYMKXeRhziHhFtNEsDSbNu4V48=")) {
                    SignedRequest forged = withHeader(withHeader(both, "x-hubspot-signature-v3", wrong), "x-hubspot-request-timestamp", TIME);
                    assertThat(verifier(older).verify(forged, NOW).accepted()).as("%s %s '%s'", version, older, wrong).isFalse();
                }
                SignedRequest right = withHeader(withHeader(both, "x-hubspot-signature-v3", third.headers().get("x-hubspot-signature-v3").get(0)),
                        "x-hubspot-request-timestamp", TIME);
                assertThat(verifier(older).verify(right, NOW)).isEqualTo(Verdict.OK);
                assertThat(verifier(older).verify(right, NOW.plusSeconds(301))).as("late").isEqualTo(Verdict.TIMESTAMP_TOO_OLD);
            }
        }
    }

    @Test
    void withoutAWordOfItsVersionAnOlderOneIsTheFirst() {
        assertThat(verifier("any").verify(withHeader(signed("v1"), "x-hubspot-signature-version"), NOW)).isEqualTo(Verdict.OK);
        assertThat(verifier("any").verify(withHeader(signed("v2"), "x-hubspot-signature-version"), NOW)).isEqualTo(Verdict.WRONG_SIGNATURE);
        assertThat(verifier("any").verify(withHeader(signed("v1"), "x-hubspot-signature-version", "v4"), NOW)).isEqualTo(Verdict.MALFORMED);
    }
}
