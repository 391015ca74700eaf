package com.versaai.hub.connector.amplitude;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.ProviderAnswer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmplitudeFaultsTest {

    private static Fault fault(int status, String body) {
        return new AmplitudeFaults().decode(ProviderAnswer.of(status, Map.of(), body, null));
    }

    @Test
    void saysWhichFieldsWereWrong() {
        assertThat(fault(400, "{\"code\":400,\"error\":\"Request missing required field\",\"missing_field\":\"api_key\"}").code()).isEqualTo("missing_field");
        assertThat(fault(400, "{\"code\":400,\"error\":\"Invalid\",\"missing_field\":null,\"events_with_invalid_fields\":{\"time\":[0]}}"))
                .extracting("code", "message").containsExactly("events_with_invalid_fields", "Invalid time");
        assertThat(fault(400, "{\"code\":400,\"error\":\"Events silenced\",\"silenced_events\":[0]}").code()).isEqualTo("events_silenced");
    }

    @Test
    void waitsAsLongAsTheThrottleOrTheQuotaNeeds() {
        assertThat(fault(429, "{\"code\":429,\"error\":\"Too many\",\"throttled_users\":{\"u-1\":31}}").retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(fault(429, "{\"exceeded_daily_quota_users\":{\"u\":1}}").retryAfter()).isEqualTo(Duration.ofDays(1));
    }
}
