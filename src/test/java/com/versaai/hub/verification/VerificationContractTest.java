package com.versaai.hub.verification;

import static com.versaai.hub.verification.Sample.NOW;
import static com.versaai.hub.verification.Sample.PUBLIC_URL;
import static com.versaai.hub.verification.Sample.WINDOW;
import static com.versaai.hub.verification.Sample.withBody;
import static com.versaai.hub.verification.Sample.withHeader;
import static com.versaai.hub.verification.Sample.withQuery;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every scheme keeps, tried on every sender in {@link Samples}; a scheme without one doesn't compile. */
class VerificationContractTest {

    static Stream<Sample> samples() {
        return Samples.all();
    }

    private static Verdict verify(Sample sample, SignedRequest request) {
        return sample.verifier().verify(request, NOW);
    }

    @Test
    void everySchemeHasSenders() {
        for (Scheme scheme : Scheme.values()) {
            assertThat(Samples.of(scheme)).as("senders of %s", scheme).isNotEmpty()
                    .allSatisfy(sample -> assertThat(sample.verification().scheme()).isEqualTo(scheme));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void acceptsTheRightSender(Sample sample) {
        byte[] body = sample.right().body();
        SignedRequest request = withBody(sample.right(), body);
        assertThat(verify(sample, request)).isEqualTo(Verdict.OK);
        assertThat(body).as("the bytes stay as they came").isEqualTo(sample.right().body());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesAWrongSecret(Sample sample) {
        assertThat(verify(sample, sample.made(sample.otherSecret(), NOW))).isEqualTo(Verdict.WRONG_SIGNATURE);
        assertThat(sample.verifier(sample.otherSecret()).verify(sample.right(), NOW)).isEqualTo(Verdict.WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void acceptsAnyOfSeveralSecrets(Sample sample) {
        WebhookVerifier rolling = sample.verifier(sample.otherSecret(), sample.secret());
        assertThat(rolling.verify(sample.right(), NOW)).isEqualTo(Verdict.OK);
        assertThat(rolling.verify(sample.made(sample.otherSecret(), NOW), NOW)).isEqualTo(Verdict.OK);
        assertThat(sample.verifier(sample.secret(), sample.otherSecret()).verify(sample.right(), NOW)).isEqualTo(Verdict.OK);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesABodyChangedByOneByteIfItSaysToSign(Sample sample) {
        byte[] body = sample.right().body();
        int proof = sample.inBody() == null ? -1 : Sample.text(sample.right()).indexOf(sample.inBody());
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= 1;
            Verdict verdict = verify(sample, withBody(sample.right(), changed));
            if (sample.verification().scheme().signs()) {
                assertThat(verdict).as("byte %d", i).isEqualTo(Verdict.WRONG_SIGNATURE);
            } else if (sample.inBody() == null) {
                assertThat(verdict).as("a secret proves nothing of the body").isEqualTo(Verdict.OK);
            } else if (i >= proof && i < proof + sample.inBody().length()) {
                assertThat(verdict).as("byte %d", i).isIn(Verdict.WRONG_SIGNATURE, Verdict.MALFORMED);
            }
        }
        assertThat(verify(sample, withBody(sample.right(), new byte[0])).accepted())
                .isEqualTo(!sample.verification().scheme().signs() && sample.inBody() == null);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysMissingOfWhatIsAbsentOrEmpty(Sample sample) {
        SignedRequest right = sample.right();
        for (String name : right.headers().keySet()) {
            Verdict expected = sample.optional().contains(name) ? Verdict.OK : Verdict.MISSING;
            assertThat(verify(sample, withHeader(right, name))).as("without %s", name).isEqualTo(expected);
        }
        if (sample.inQuery()) {
            assertThat(verify(sample, withQuery(right, null))).isEqualTo(Verdict.MISSING);
            String longerName = right.query().replace(sample.queryName() + '=', 'x' + sample.queryName() + '=');
            assertThat(verify(sample, withQuery(right, longerName))).isEqualTo(Verdict.MISSING);
        }
        assertThat(sample.withProof("")).isNotEmpty()
                .allSatisfy(request -> assertThat(verify(sample, request)).isEqualTo(Verdict.MISSING));
        assertThat(verify(sample, new SignedRequest("POST", "/", null, Map.of(), new byte[0]))).isEqualTo(Verdict.MISSING);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysMalformedOfWhatIsThereTwice(Sample sample) {
        SignedRequest right = sample.right();
        for (String name : right.headers().keySet()) {
            String value = right.headers().get(name).get(0);
            assertThat(verify(sample, withHeader(right, name, value, value))).as("twice %s", name).isEqualTo(Verdict.MALFORMED);
        }
        if (sample.inQuery()) {
            assertThat(verify(sample, withQuery(right, right.query() + '&' + right.query()))).isEqualTo(Verdict.MALFORMED);
        }
        if (sample.inBody() != null) {
            String body = Sample.text(right).replaceFirst("(\"token\":\"[^\"]*\")", "$1,$1")
                    .replaceFirst("(<OrganizationId>.*</OrganizationId>)", "$1$1");
            assertThat(body).isNotEqualTo(Sample.text(right));
            assertThat(verify(sample, withBody(right, body.getBytes(StandardCharsets.UTF_8)))).isEqualTo(Verdict.MALFORMED);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysMalformedOfWhatIsTooLongOrOtherwiseEncoded(Sample sample) {
        for (String value : List.of("x".repeat(SignedRequest.MAX_HEADER + 1), "\u20ac", "\u20ac,v1=\u20ac t=\u20ac")) {
            List<SignedRequest> requests = sample.withProof(value);
            for (SignedRequest request : requests) {
                Verdict verdict = verify(sample, request);
                boolean text = sample.inBody() != null && request.body().length != sample.right().body().length;
                // A JSON text may be anything.
                assertThat(verdict).as("%.20s", value).isIn(text ? List.of(Verdict.MALFORMED, Verdict.WRONG_SIGNATURE) : List.of(Verdict.MALFORMED));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void judgesTheTimeInBothDirections(Sample sample) {
        WebhookVerifier verifier = sample.verifier();
        SignedRequest request = sample.right(NOW);
        boolean timed = sample.timed();
        assertThat(timed).isEqualTo(sample.verification().scheme().timed(sample.verification().parameters()));
        assertThat(verifier.verify(request, NOW.plus(WINDOW))).isEqualTo(Verdict.OK);
        assertThat(verifier.verify(request, NOW.minus(WINDOW))).isEqualTo(Verdict.OK);
        assertThat(verifier.verify(request, NOW.plus(WINDOW).plusSeconds(1))).isEqualTo(timed ? Verdict.TIMESTAMP_TOO_OLD : Verdict.OK);
        assertThat(verifier.verify(request, NOW.minus(WINDOW).minusSeconds(1))).isEqualTo(timed ? Verdict.TIMESTAMP_IN_FUTURE : Verdict.OK);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void judgesTheTimeOnlyAfterTheSignature(Sample sample) {
        for (Instant time : List.of(Instant.ofEpochSecond(1), NOW.plusSeconds(1_000_000))) {
            assertThat(verify(sample, sample.made(sample.otherSecret(), time))).isEqualTo(Verdict.WRONG_SIGNATURE);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void withoutSecretTheFaultIsOurs(Sample sample) {
        WebhookVerifier verifier = Verifiers.of(sample.verification(), List.of(), null);
        assertThat(verifier.verify(sample.right(), NOW)).isEqualTo(Verdict.NOT_CONFIGURED);
        assertThat(verifier.verify(new SignedRequest("POST", "/", null, Map.of(), new byte[0]), NOW)).isEqualTo(Verdict.NOT_CONFIGURED);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void believesTheConfiguredAddressAndNoHeaderThatNamesOne(Sample sample) {
        SignedRequest request = sample.right();
        for (String name : List.of("host", "forwarded", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-prefix", "x-original-url")) {
            request = withHeader(request, name, "evil.example.test");
        }
        assertThat(verify(sample, request)).isEqualTo(Verdict.OK);
        List<String> secrets = List.of(sample.secret().hub());
        boolean signed = sample.verification().signsUrl();
        assertThat(Verifiers.of(sample.verification(), secrets, URI.create("https://evil.example.test")).verify(request, NOW))
                .isEqualTo(signed ? Verdict.WRONG_SIGNATURE : Verdict.OK);
        if (signed) {
            assertThat(verify(sample, withQuery(request, "tenant=other"))).isEqualTo(Verdict.WRONG_SIGNATURE);
            assertThat(verify(sample, withQuery(request, null))).isEqualTo(Verdict.WRONG_SIGNATURE);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsNoOtherHeadersThanItSays(Sample sample) {
        SignedRequest right = sample.right();
        assertThat(right.headers().keySet()).isSubsetOf(sample.verification().headers());
        Map<String, List<String>> watched = new HashMap<>(right.headers()) {
            @Override
            public List<String> get(Object name) {
                assertThat(sample.verification().headers()).contains((String) name);
                return super.get(name);
            }
        };
        assertThat(verify(sample, new SignedRequest("POST", right.path(), right.query(), watched, right.body()))).isEqualTo(Verdict.OK);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void showsNoSecret(Sample sample) {
        WebhookVerifier verifier = sample.verifier(sample.secret(), sample.otherSecret());
        assertThat(verifier.toString() + sample.verification() + sample.right()).doesNotContain(sample.secret().hub(), sample.otherSecret().hub());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void judgesManyAtATime(Sample sample) {
        WebhookVerifier verifier = sample.verifier(sample.otherSecret(), sample.secret());
        SignedRequest right = sample.right();
        SignedRequest other = sample.made(sample.otherSecret(), NOW.minusSeconds(5));
        List<Verdict> verdicts = IntStream.range(0, 400).parallel()
                .mapToObj(i -> verifier.verify(i % 2 == 0 ? right : other, NOW)).toList();
        assertThat(verdicts).containsOnly(Verdict.OK);
    }

    /** As the manifests name them, in the order of the enum. */
    @Test
    void theSetIsClosed() {
        List<String> names = new ArrayList<>();
        Arrays.stream(Scheme.values()).forEach(scheme -> names.add(scheme.manifestName()));
        assertThat(names).containsExactly("stripe", "slack", "hubspot-v1", "hubspot-v2", "hubspot-v3", "hubspot", "standard-webhooks", "hmac", "basic",
                "bearer", "token", "salesforce-outbound");
        assertThat(PUBLIC_URL.toString()).as("its last slash is left away").endsWith("/");
    }
}
