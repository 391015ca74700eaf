package com.versaai.hub.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives behind {@link CleanLog}, through the hub's own pattern. */
class CleanLogTest {

    private static final String SECRET = "hunter2+hunter2/%\"";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %-22logger{0} %msg%n%ex{12}");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(written);
        appender.start();
        CleanLog clean = new CleanLog(appender, new LogSecrets(List.of(SECRET)));
        clean.start();
        context.getLogger("ROOT").addAppender(clean);
    }

    private Logger hub() {
        return context.getLogger("com.versaai.hub.gateway.Any");
    }

    private Logger library() {
        return context.getLogger("org.library.Any");
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n12:00:00.000 ERROR Forged  line", "\r\nx", "\u001b[2J\u001b]0;title\u0007", "\u0000", "\u202eevil", "\u2028x", "\u0085x", "\u009b31m",
        "\u200bx", "\ufeff", "\ud800", "\u007f\b\b\b"})
    void aValueNeverMakesALineOrSteersTheTerminal(String hostile) {
        hub().warn("{} is wrong in {}", hostile, 7);
        library().warn("said " + hostile);
        hub().error("failed", new IllegalStateException(hostile, new IllegalArgumentException("cause " + hostile)));
        List<String> lines = text().lines().toList();
        assertThat(lines).allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d.* (WARN |ERROR) Any .*|\tat .*|\t\\.\\.\\. .*|(Caused by: )?java\\.lang\\.Illegal.*"));
        assertThat(lines).filteredOn(line -> line.contains(" WARN ")).hasSize(2);
        assertThat(text().codePoints().filter(c -> c < 0x20 && c != '\n' && c != '\t' || Character.getType(c) == Character.FORMAT || c >= 0x7f && c < 0xa0
                || c == 0x2028 || c >= 0xd800 && c < 0xe000)).isEmpty();
    }

    @Test
    void theHubsOwnLinesStayAndSoDoLettersOfAnyLanguage() {
        hub().info("ready\n\n  curl -H 'X-API-Key: sandbox-api-key'\n");
        hub().info("{} más", "año 🎉 日本 ß");
        assertThat(text()).contains("ready\n\n  curl -H 'X-API-Key: sandbox-api-key'\n").contains("año 🎉 日本 ß más");
    }

    @Test
    void secretsAreHiddenWhereverTheyStand() {
        hub().warn("token {} of {}", SECRET, "x");
        hub().warn("own " + SECRET);
        library().warn("a=" + SECRET + "&b=hunter2%2Bhunter2%2F%25%22");
        library().warn("{\"k\":\"hunter2+hunter2/%\\\"\"}");
        library().error("failed", new IllegalStateException("at " + SECRET, new IllegalArgumentException(SECRET)));
        assertThat(text()).doesNotContain("hunter2").contains("own ***");
    }

    @Test
    void inAddressesAndFormsToo() {
        LogSecrets secrets = new LogSecrets(List.of("two words*~"));
        assertThat(secrets.withoutValues("/collect?x=two%20words%2A~&y=two+words*%7E&z")).isEqualTo("/collect?x=***&y=***&z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-outgoing-0 >> Authorization: Bearer S3CR3T-token", "http-outgoing-0 >> \"X-API-Key: S3CR3T[\\r][\\n]\"", "Cookie: JSESSIONID=S3CR3T; XSRF-TOKEN=S3CR3T",
        "Set-Cookie: JSESSIONID=S3CR3T; Path=/", "grant_type=password&client_secret=S3CR3T&x=1", "{\"access_token\":\"S3CR3T\",\"a\":1}", "params={password=[S3CR3T], user=[x]}",
        "Basic UzNDUjNUOlMzQ1IzVA==", "_csrf=S3CR3T", "POST /mp/collect?measurement_id=G-1&api_secret=S3CR3T", "xoxb-S3CR3T-1", "Received [POST /x HTTP/1.1\r\nX-API-Key: S3CR3T\r\nA: b]",
        "hooks.slack.com/services/T/B/S3CR3T", "write_key: 'S3CR3T'", "servlet=[x]; session=[S3CR3T]; user=[o]"})
    void whatLooksLikeASecretIsHiddenToo(String line) {
        library().debug(line);
        hub().debug("{}", line);
        assertThat(text()).contains("***").doesNotContain("S3CR3T", "UzNDUjNU");
    }

    @Test
    void aValueThatCantBeToldCostsNoLine() {
        hub().warn("{} and {}", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }, "b");
        assertThat(text()).contains("and b");
    }

    @Test
    void aMegabyteIsCut() {
        library().warn("x".repeat(1 << 20));
        hub().warn("{}", "y".repeat(1 << 20));
        assertThat(text().length()).isLessThan(12_000);
        assertThat(text()).contains("more)");
    }
}
