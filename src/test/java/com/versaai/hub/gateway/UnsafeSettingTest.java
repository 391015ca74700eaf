package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A hub that would be open doesn't start, and says why in a sentence. */
@ExtendWith(OutputCaptureExtension.class)
class UnsafeSettingTest {

    @ParameterizedTest
    @CsvSource({"hub.api.keys[0].key, sandbox-api-key, is shorter than 24 characters", "hub.console.password-hash, {noop}topsecret, salted hash",
        "hub.gateway.request-headers, camel*, can't be allowed", "hub.api.keys[0].scopes, root, 'hub.api.keys[0].scopes (a) names root, which is no scope'"})
    void theReasonReplacesTheStackTrace(String key, String value, String reason, CapturedOutput output) {
        Map<String, String> settings = new HashMap<>(Map.of("hub.api.keys[0].name", "a", "hub.api.keys[0].key", "0123456789abcdef01234567",
                "hub.console.user", "operator", "server.port", "0", "camel.main.routes-include-pattern", "false", "spring.config.location",
                "optional:classpath:/application.yaml"));
        settings.put(key, value);
        String[] arguments = settings.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue()).toArray(String[]::new);
        assertThatThrownBy(() -> new SpringApplicationBuilder(BorderApp.class).profiles("live").run(arguments))
                .hasRootCauseInstanceOf(UnsafeSettingException.class);
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START", reason).doesNotContain("topsecret", "\tat com.versaai");
    }
}
