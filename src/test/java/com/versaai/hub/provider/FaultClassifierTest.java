package com.versaai.hub.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
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
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultClassifierTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T10:00:00Z"), ZoneOffset.UTC);

    private final FaultClassifier classifier = new FaultClassifier(CLOCK);

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
        for (String destination : new String[] {"ga4", "segment", "slack", "salesforce", "hubspot", "mixpanel", "amplitude", "mail", "other", null}) {
            for (String body : new String[] {null, "", " ", "<html></html>", "{}", "[]", "null", "{\"error\":{}}", "{\"", "\uFFFD\u0000"}) {
                Fault fault = http(destination, status, body);
                assertThat(fault.faultClass()).as(destination + " " + body).isEqualTo(expected);
                assertThat(fault.status()).isEqualTo(status);
                assertThat(fault.code()).isNotBlank();
                assertThat(fault.message()).isNotBlank().doesNotContain("s3cret");
            }
        }
        assertThat(http("ga4", 409, "{\"message\":\"row is locked\"}").faultClass()).isEqualTo(FaultClass.TRANSIENT);
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
            Fault fault = classifier.classify("slack", new RuntimeException("outer", thrown));
            assertThat(fault.faultClass() + " " + fault.code()).as(thrown.toString()).isEqualTo(text);
            assertThat(fault.message()).doesNotContain("s3cret");
            assertThat(fault.status()).isNull();
        });
    }

    @Test
    void findsTheHubsOwnMistakesPermanent() {
        assertThat(classifier.classify("slack", null).code()).isEqualTo("internal_error");
        assertThat(classifier.classify("slack", new NullPointerException())).extracting("faultClass", "code")
                .containsExactly(FaultClass.PERMANENT, "internal_error");
        Fault mapping = classifier.classify("slack", new IllegalArgumentException("no ana@acme.example at https://x/?k=s3cret"));
        assertThat(mapping.faultClass()).isEqualTo(FaultClass.PERMANENT);
        assertThat(mapping.message()).isEqualTo("IllegalArgumentException: no ***@*** at https://x/?***");
        assertThat(classifier.classify("slack", new FileNotFoundException("lead.jq")).faultClass()).isEqualTo(FaultClass.PERMANENT);
        try {
            new ObjectMapper().readTree("{");
        } catch (IOException e) {
            assertThat(classifier.classify("slack", e).faultClass()).isEqualTo(FaultClass.PERMANENT);
        }
        assertThat(classifier.classify("slack", new RuntimeException(new MissingPropertyException("property hub.x is not set"))))
                .extracting("code", "message").containsExactly("not_configured", "property hub.x is not set");
        Exception circle = new Exception("a");
        Exception other = new Exception("b", circle);
        circle.initCause(other);
        assertThat(classifier.classify("slack", circle).code()).isEqualTo("internal_error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"30|30", "0|0", " 7 |7", "1.5|1", "-5|-", "abc|-", "''|-", "99999999999999999999999|86400",
        "Wed, 25 Nov 2026 10:00:45 GMT|45", "Wed, 25 Nov 2026 09:00:00 GMT|0", "Wed, 25 Nov 2099 10:00:00 GMT|86400",
        "Wed, 99 Nov 2026 10:00:00 GMT|-", "Wednesday, 25-Nov-26 10:00:20 GMT|20", "1e999999999|-", "٣|-", "30, 60|-"})
    void readsRetryAfter(String value, Long seconds) {
        Fault fault = http("ga4", 429, "", Map.of("retry-AFTER", value));
        if (seconds == null) {
            assertThat(fault.retryAfter()).isNull();
        } else {
            assertThat(fault.retryAfter().toSeconds()).isEqualTo(seconds);
        }
        assertThat(http("slack", 429, "", Map.of("Retry-After", "9".repeat(100_000))).retryAfter()).isNull();
    }

    @Test
    void readsMixpanelAndAmplitude() {
        assertThat(http("mixpanel", 400, "{\"code\":400,\"error\":\"some data points in the request failed validation\",\"failed_records\":"
                + "[{\"index\":0,\"$insert_id\":\"x\",\"field\":\"properties.time\",\"message\":\"must be set\"}],\"status\":\"Bad Request\"}"))
                .extracting("faultClass", "code", "message").containsExactly(FaultClass.PERMANENT, "failed_records", "1 refused: properties.time: must be set");
        assertThat(http("amplitude", 400, "{\"code\":400,\"error\":\"Request missing required field\",\"missing_field\":\"api_key\"}").code()).isEqualTo("missing_field");
        assertThat(http("amplitude", 400, "{\"code\":400,\"error\":\"Invalid\",\"missing_field\":null,\"events_with_invalid_fields\":{\"time\":[0]}}"))
                .extracting("code", "message").containsExactly("events_with_invalid_fields", "Invalid time");
        assertThat(http("amplitude", 400, "{\"code\":400,\"error\":\"Events silenced\",\"silenced_events\":[0]}").code()).isEqualTo("events_silenced");
        assertThat(http("amplitude", 429, "{\"code\":429,\"error\":\"Too many\",\"throttled_users\":{\"u-1\":31}}").retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(http("amplitude", 429, "{\"exceeded_daily_quota_users\":{\"u\":1}}").retryAfter()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void readsProblemJsonOauthErrorsAndAccountsOfAProvider() {
        assertThat(http("segment", 422, "{\"type\":\"https://x.example/problems/too-long?a=b\",\"title\":\"Too long\",\"detail\":\"d\",\"status\":422}").message()).isEqualTo("d");
        assertThat(http("segment", 400, "{\"error\":{\"code\":\"bad_thing\",\"message\":\"m\"}}")).extracting("code", "message").containsExactly("bad_thing", "m");
        assertThat(http("salesforce", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"user hasn't approved\"}"))
                .extracting("code", "message").containsExactly("invalid_grant", "user hasn't approved");
        assertThat(http("salesforce-eu", 400, "[{\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"message\":\"m\"}]").faultClass()).isEqualTo(FaultClass.TRANSIENT);
        assertThat(http("slack", 403, "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"chat:write\"}").message()).isEqualTo("Slack says missing_scope, needs scope chat:write");
    }

    @Test
    void readsSmtpReplies() throws Exception {
        InternetAddress ana = new InternetAddress("ana@acme.example");
        Exception full = new SendFailedException("Invalid Addresses", new SMTPAddressFailedException(ana, "RCPT", 452, "full ana@acme.example"));
        assertThat(classifier.classify("mail", full)).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "smtp_452");
        Exception unknown = new SMTPSendFailedException("DATA", 550, "no", null, null, null, null);
        assertThat(classifier.classify("mail", unknown)).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "smtp_550");
        assertThat(classifier.classify("mail", new MessagingException("down", new ConnectException("refused"))).code()).isEqualTo("connect_refused");
        assertThat(classifier.classify("mail", new AuthenticationFailedException()).faultClass()).isEqualTo(FaultClass.PERMANENT);
        assertThat(classifier.classify("mail", new MessagingException("odd")).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        assertThat(classifier.classify("mail", new AddressException("bad")).faultClass()).isEqualTo(FaultClass.PERMANENT);
    }

    @Test
    void hidesAddressesTokensAndQueries() {
        String answer = "mail ana.x+y@acme.example and ana%40acme.example, Bearer abcdef123456, xoxb-123-456-abcdef, pat-na1-1234-5678, "
                + "{\"access_token\": \"00D123456789012!AQ.abc\",\"client_secret\":\"zzz\"} https://hooks.slack.com/services/T0/B0/XyZ "
                + "https://api.example/x?api_secret=qqq eyJhbGciOi.eyJzdWIiOi.sig sk_live_abcdef123 ends";
        Fault fault = http("ga4", 500, answer);
        for (String text : new String[] {fault.answer(), fault.message()}) {
            assertThat(text).doesNotContain("acme").doesNotContain("abcdef").doesNotContain("1234-5678").doesNotContain("00D1").doesNotContain("zzz")
                    .doesNotContain("XyZ").doesNotContain("qqq").doesNotContain("eyJ");
        }
        assertThat(fault.answer()).endsWith("ends");
        assertThat(http("ga4", 500, "line\r\nbreak\u0007").answer()).isEqualTo("line break");
        assertThat(http("ga4", 500, "x ".repeat(200_000)).answer()).hasSizeLessThanOrEqualTo(2_000);
        String cut = "y ".repeat(1_990) + "ana.very.long@acme.example";
        assertThat(http("ga4", 500, cut).answer()).doesNotContain("ana");
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
            for (String destination : new String[] {"slack", "salesforce", "hubspot", "mixpanel", "amplitude", "ga4"}) {
                assertThat(http(destination, 400 + random.nextInt(200), body.toString())).as("seed " + seed).isNotNull();
            }
        }
        for (String hostile : new String[] {"[".repeat(200_000), "{\"a\":".repeat(100_000), "a@".repeat(100_000), "<title>".repeat(30_000),
            "https://".repeat(30_000), "token=".repeat(30_000), "%40".repeat(80_000), "a".repeat(250_000), " ".repeat(250_000) + "<html>"}) {
            assertThat(http("slack", 500, hostile).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("no pattern runs away").isLessThan(Duration.ofSeconds(30));
    }
}
