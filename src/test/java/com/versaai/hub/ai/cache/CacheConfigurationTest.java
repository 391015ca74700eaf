package com.versaai.hub.ai.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.chain.ChatTarget;
import com.versaai.hub.ai.chain.ChatTry;
import com.versaai.hub.ai.request.ChatJson;
import com.versaai.hub.ai.request.ChatRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class CacheConfigurationTest {

    private static final String SECRET = "a secret of sixteen";

    @EnableConfigurationProperties(CacheSettings.class)
    static class Bound {
    }

    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withUserConfiguration(Bound.class, CacheConfiguration.class);

    private static String looked(ChatCache cache) throws Exception {
        ObjectNode body = (ObjectNode) ChatJson.MAPPER.readTree("{\"model\":\"m\",\"messages\":[1]}");
        long now = System.nanoTime();
        ChatTry chat = new ChatTry(new ChatRequest("a", body, null, "m", false, false, true), List.of(new ChatTarget("groq", "m", null)), now,
                now + Duration.ofSeconds(1).toNanos());
        cache.look(chat);
        return chat.cache();
    }

    @Test
    void answersAreKeptUnlessOtherwiseSaid() {
        hub.run(context -> {
            assertThat(context.getBean(CacheSettings.class)).isEqualTo(new CacheSettings(true, Duration.ofHours(1), DataSize.ofMegabytes(32), ""));
            assertThat(looked(context.getBean(ChatCache.class))).isEqualTo("miss");
        });
        hub.withPropertyValues("hub.ai.cache.enabled=false").run(context -> assertThat(looked(context.getBean(ChatCache.class))).isEqualTo("off"));
    }

    @Test
    void theSecretIsBoundAndNotTold() {
        hub.withPropertyValues("hub.ai.cache.secret=" + SECRET).run(context -> {
            CacheSettings settings = context.getBean(CacheSettings.class);
            assertThat(settings.secret()).isEqualTo(SECRET);
            assertThat(settings.toString()).contains("encrypted").doesNotContain(SECRET);
            assertThat(looked(context.getBean(ChatCache.class))).isEqualTo("miss");
        });
    }

    @Test
    void aSecretThatIsTooShortStopsTheStart() {
        hub.withPropertyValues("hub.ai.cache.secret=short").run(context -> assertThat(context).hasFailed());
    }
}
