package com.versaai.hub.ai.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.support.HandClock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatFaultTest {

    private final HandClock clock = new HandClock();

    private Duration retryAfter(Map<String, String> headers) {
        return ChatFault.of(new HttpOperationFailedException("https://groq", 429, "Too Many Requests", null, headers, "{}"), clock).retryAfter();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2|2000", "0.5|500", "Mon, 05 Jan 2026 12:00:03 GMT|3000", "Mon, 05 Jan 2026 11:00:00 GMT|0", "999999999|86400000"})
    void readsSecondsAndDates(String value, long millis) {
        assertThat(retryAfter(Map.of("Retry-After", value))).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void millisecondsAreFinerThanSeconds() {
        assertThat(retryAfter(Map.of("retry-after", "2", "Retry-After-Ms", "1200"))).isEqualTo(Duration.ofMillis(1200));
        assertThat(retryAfter(Map.of("retry-after", "2", "retry-after-ms", "soon"))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void whatSaysNothingIsNoWait() {
        assertThat(retryAfter(null)).isNull();
        assertThat(retryAfter(Map.of())).isNull();
        assertThat(retryAfter(Map.of("Retry-After", "-1"))).isNull();
        assertThat(retryAfter(Map.of("Retry-After", "soon"))).isNull();
    }

    @Test
    void aMissingSettingIsNotTheProvidersFaultAndTheNextProviderIsAsked() {
        ChatFault fault = ChatFault.of(new RuntimeException(new MissingPropertyException("property hub.provider.groq.api-key is not set")), clock);
        assertThat(fault.next()).isEqualTo(ChatFault.Next.PROVIDER);
        assertThat(fault.code()).isEqualTo("not_configured");
    }
}
