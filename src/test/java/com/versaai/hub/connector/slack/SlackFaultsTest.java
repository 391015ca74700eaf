package com.versaai.hub.connector.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.ProviderAnswer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlackFaultsTest {

    @Test
    void namesTheScopeThatIsMissing() {
        String body = "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"chat:write\"}";
        assertThat(new SlackFaults().decode(ProviderAnswer.of(403, Map.of(), body, null)).message())
                .isEqualTo("Slack says missing_scope, needs scope chat:write");
    }
}
