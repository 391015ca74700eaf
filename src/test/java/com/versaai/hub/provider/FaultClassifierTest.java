package com.versaai.hub.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultClassifierTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T10:00:00Z"), ZoneOffset.UTC);

    private final FaultClassifier classifier = new FaultClassifier(CLOCK, destination -> Optional.empty());

    private Fault http(String destination, int status, String body, Map<String, String> headers) {
        return classifier.classify(destination, new CamelExecutionException("wrapped", null, new RuntimeCamelException(
                new HttpOperationFailedException("https://x/y?token=s3cret", status, "text", null, headers, body))));
    }

    private Fault http(String destination, int status, String body) {
        return http(destination, status, body, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"400,PERMANENT", "401,PERMANENT", "403,PERMANENT", "404,PERMANENT", "408,TRANSIENT", "409,PERMANENT", "410,PERMANENT",
        "413,PERMANENT", "422,PERMANENT", "425,TRANSIENT", "429,RATE_LIMITED", "500,TRANSIENT", "502,TRANSIENT", "503,TRANSIENT",
        "504,TRANSIENT", "301,PERMANENT", "307,PERMANENT"})
    void goesByTheStatusWhereTheBodySaysNothing(int status, FaultClass expected) {
        for (String destination : new String[] {"other", null}) {
            for (String body : new String[] {null, "", " ", "<html></html>", "{}", "[]", "null", "{\"error\":{}}", "{\"", "\uFFFD\u0000"}) {
                Fault fault = http(destination, status, body);
                assertThat(fault.faultClass()).as(destination + " " + body).isEqualTo(expected);
                assertThat(fault.status()).isEqualTo(status);
                assertThat(fault.code()).isNotBlank();
                assertThat(fault.message()).isNotBlank().doesNotContain("s3cret");
            }
        }
        assertThat(http("other", 409, "{\"message\":\"row is locked\"}").faultClass()).isEqualTo(FaultClass.TRANSIENT);
    }

    @Test
    void tellsNotSentFromInDoubt() {
        Map<Throwable, String> expected = Map.ofEntries(
                Map.entry(new ConnectException("Connection refused: https://x/?token=s3cret"), "TRANSIENT connect_refused"),
                Map.entry(new ConnectTimeoutException("s3cret"), "TRANSIENT connect_timeout"),
                Map.entry(new ConnectionRequestTimeoutException("s3cret"), "TRANSIENT pool_timeout"),
                Map.entry(new UnknownHostException("s3cret"), "TRANSIENT unknown_host"),
                Map.entry(new SSLHandshakeException("s3cret"), "TRANSIENT tls_handshake"),
                Map.entry(new SocketException("Network is unreachable"), "TRANSIENT no_route"),
                Map.entry(new SocketTimeoutException("s3cret"), "IN_DOUBT read_timeout"),
                Map.entry(new SocketException("Connection reset"), "IN_DOUBT connection_reset"),
                Map.entry(new NoHttpResponseException("s3cret"), "IN_DOUBT no_answer"),
                Map.entry(new ConnectionClosedException("s3cret"), "IN_DOUBT connection_closed"),
                Map.entry(new IOException("s3cret"), "IN_DOUBT io_error"),
                Map.entry(new InterruptedException(), "IN_DOUBT interrupted"),
                Map.entry(new RejectedExecutionException("CamelContext is stopped"), "TRANSIENT hub_stopping"),
                Map.entry(new OutOfMemoryError("heap"), "TRANSIENT jvm_error"));
        expected.forEach((thrown, text) -> {
            Fault fault = classifier.classify("other", new RuntimeException("outer", thrown));
            assertThat(fault.faultClass() + " " + fault.code()).as(thrown.toString()).isEqualTo(text);
            assertThat(fault.message()).doesNotContain("s3cret");
            assertThat(fault.status()).isNull();
        });
    }

    @Test
    void findsTheHubsOwnMistakesPermanent() {
        assertThat(classifier.classify("other", null).code()).isEqualTo("internal_error");
        assertThat(classifier.classify("other", new NullPointerException())).extracting("faultClass", "code")
                .containsExactly(FaultClass.PERMANENT, "internal_error");
        Fault mapping = classifier.classify("other", new IllegalArgumentException("no ana@acme.example at https://x/?k=s3cret"));
        assertThat(mapping.faultClass()).isEqualTo(FaultClass.PERMANENT);
        assertThat(mapping.message()).isEqualTo("IllegalArgumentException: no ***@*** at https://x/?***");
        assertThat(classifier.classify("other", new FileNotFoundException("lead.jq")).faultClass()).isEqualTo(FaultClass.PERMANENT);
        try {
            new ObjectMapper().readTree("{");
        } catch (IOException e) {
            assertThat(classifier.classify("other", e).faultClass()).isEqualTo(FaultClass.PERMANENT);
        }
        assertThat(classifier.classify("other", new RuntimeException(new MissingPropertyException("property hub.x is not set"))))
                .extracting("code", "message").containsExactly("not_configured", "property hub.x is not set");
        Exception circle = new Exception("a");
        Exception other = new Exception("b", circle);
        circle.initCause(other);
        assertThat(classifier.classify("other", circle).code()).isEqualTo("internal_error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"30|30", "0|0", " 7 |7", "1.5|1", "-5|-", "abc|-", "''|-", "99999999999999999999999|86400",
        "Wed, 25 Nov 2026 10:00:45 GMT|45", "Wed, 25 Nov 2026 09:00:00 GMT|0", "Wed, 25 Nov 2099 10:00:00 GMT|86400",
        "Wed, 99 Nov 2026 10:00:00 GMT|-", "Wednesday, 25-Nov-26 10:00:20 GMT|20", "1e999999999|-", "٣|-", "30, 60|-",
        "Wed Nov 25 10:00:45 2026|45", "Thu Nov 26 09:00:00 2026|82800", "Tue Dec  1 09:00:00 2026|86400", "Wed Nov  4 09:00:00 2026|0", "Wed Nov 25 10:00:45 2026 GMT|-", "Nov 25 10:00:45 2026|-",
        "Wednesday, 25-Nov-2026 10:00:20 GMT|20", "Friday, 25-Nov-77 10:00:20 GMT|0", "Wednesday, 25-Nov-76 09:00:00 GMT|86400", "Sunday, 06-Nov-94 08:49:37 GMT|0", "Thursday, 26-Nov-26 09:00:00 GMT|82800",
        "Fri, 25 Nov 2026 10:00:45 GMT|45", "Wed, 25 Nov 2026 10:00:60 GMT|59", "Wed, 25 Nov 2026 10:00:45 UTC|45", "Wed, 25 Nov 2026 10:00:45 +0000|-", "Wed, 25 Nov 2026 24:00:00 GMT|-", "Wed, 31 Feb 2026 10:00:00 GMT|-",
        "Wed, 25 Now 2026 10:00:45 GMT|-", "Wed, 25 nov 2026 10:00:45 GMT|45", "2026-11-25T10:00:45Z|-"})
    void readsRetryAfter(String value, Long seconds) {
        Fault fault = http("other", 429, "", Map.of("retry-AFTER", value));
        if (seconds == null) {
            assertThat(fault.retryAfter()).isNull();
        } else {
            assertThat(fault.retryAfter().toSeconds()).isEqualTo(seconds);
        }
        assertThat(http("other", 429, "", Map.of("Retry-After", "9".repeat(100_000))).retryAfter()).isNull();
    }

    @Test
    void readsProblemJsonAndOauthErrors() {
        assertThat(http("other", 422, "{\"type\":\"https://x.example/problems/too-long?a=b\",\"title\":\"Too long\",\"detail\":\"d\",\"status\":422}").message()).isEqualTo("d");
        assertThat(http("other", 400, "{\"error\":{\"code\":\"bad_thing\",\"message\":\"m\"}}")).extracting("code", "message").containsExactly("bad_thing", "m");
        assertThat(http("other", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"user hasn't approved\"}"))
                .extracting("code", "message").containsExactly("invalid_grant", "user hasn't approved");
    }

    @Test
    void asksTheDestinationsOwnDecoderFirst() {
        FaultDecoder own = new FaultDecoder() {
            @Override
            public Fault decode(ProviderAnswer answer) {
                return answer.fault(FaultClass.IN_DOUBT, "own", "own");
            }

            @Override
            public Fault decode(Throwable thrown) {
                return thrown instanceof UnsupportedOperationException ? new Fault(FaultClass.RATE_LIMITED, null, "thrown", "m", null, null) : null;
            }
        };
        FaultClassifier some = new FaultClassifier(CLOCK, destination -> Optional.of(own).filter(decoder -> destination.equals("acme")));
        assertThat(some.decode("acme", 404, Map.of(), "").code()).isEqualTo("own");
        assertThat(some.decode("other", 404, Map.of(), "").code()).isEqualTo("http_404");
        assertThat(some.decode(null, 404, null, null).code()).isEqualTo("http_404");
        Exception wrapped = new RuntimeException("outer", new UnsupportedOperationException());
        assertThat(some.classify("acme", wrapped).code()).isEqualTo("thrown");
        assertThat(some.classify("other", wrapped).code()).isEqualTo("internal_error");
        assertThat(some.classify("acme", new RuntimeException(new ConnectException())).code()).as("the network is everyone's").isEqualTo("connect_refused");
    }

    @Test
    void hidesAddressesTokensAndQueries() {
        String answer = "mail ana.x+y@acme.example and ana%40acme.example, Bearer abcdef123456, xoxb-123-456-abcdef, pat-na1-1234-5678, "
                + "{\"access_token\": \"00D123456789012!AQ.abc\",\"client_secret\":\"zzz\"} https://hooks.slack.com/services/T0/B0/XyZ "
                + "https://api.example/x?api_secret=qqq eyJhbGciOi.eyJzdWIiOi.sig sk_live_abcdef123 ends";
        Fault fault = http("other", 500, answer);
        for (String text : new String[] {fault.answer(), fault.message()}) {
            assertThat(text).doesNotContain("acme").doesNotContain("abcdef").doesNotContain("1234-5678").doesNotContain("00D1").doesNotContain("zzz")
                    .doesNotContain("XyZ").doesNotContain("qqq").doesNotContain("eyJ");
        }
        assertThat(fault.answer()).endsWith("ends");
        assertThat(http("other", 500, "line\r\nbreak\u0007").answer()).isEqualTo("line break");
        assertThat(http("other", 500, "x ".repeat(200_000)).answer()).hasSizeLessThanOrEqualTo(2_000);
        String cut = "y ".repeat(1_990) + "ana.very.long@acme.example";
        assertThat(http("other", 500, cut).answer()).doesNotContain("ana");
    }

    @Test
    void survivesAnyAnswerQuickly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "{}[]\":,ae@%4<!tile> \n\u0000😀&?=/.:ok";
        long start = System.nanoTime();
        for (int i = 0; i < 500; i++) {
            StringBuilder body = new StringBuilder();
            for (int j = random.nextInt(300); j > 0; j--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(http("other", 400 + random.nextInt(200), body.toString())).as("seed " + seed).isNotNull();
        }
        for (String hostile : new String[] {"[".repeat(200_000), "{\"a\":".repeat(100_000), "a@".repeat(100_000), "<title>".repeat(30_000),
            "https://".repeat(30_000), "token=".repeat(30_000), "%40".repeat(80_000), "a".repeat(250_000), " ".repeat(250_000) + "<html>"}) {
            assertThat(http("other", 500, hostile).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("no pattern runs away").isLessThan(Duration.ofSeconds(30));
    }
}
