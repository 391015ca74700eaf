package com.versaai.hub.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SecretSettingsTest {

    @Test
    void findsEverySecretOfTheHubByTheNameOfItsSetting() {
        Map<String, Object> settings = new LinkedHashMap<>();
        int number = 0;
        for (String name : new String[] {"hub.api.keys[0].key", "HUB_API_KEYS_1_KEY", "hub.provider.slack.bot-token", "HUB_PROVIDER_SLACK_BOTTOKEN",
            "hub.provider.slack.webhooks.growth", "hub.provider.stripe.webhook-secrets[0]", "hub.provider.stripe.api-key", "hub.provider.salesforce.client-secret",
            "hub.provider.hubspot.token", "hub.provider.ga4.api-secret", "hub.provider.mixpanel.service-secret", "hub.provider.segment.write-key", "hub.provider.groq.api-key",
            "hub.console.password-hash", "hub.ai.cache.secret", "spring.datasource.password", "spring.mail.password", "server.ssl.key-store-password", "HUB_DATABASE_PASSWORD",
            "hub.provider.salesforce.private-key", "PRODUCT_API_KEY"}) {
            settings.put(name, "secret-" + number++);
        }
        settings.put("spring.data.redis.url", "redis://user:secret-redis@localhost:6379");
        settings.put("spring.datasource.url", "jdbc:postgresql://db/hub?user=hub&password=secret-jdbc");
        settings.put("hub.ref", "${hub.provider.groq.api-key}");
        settings.put("hub.provider.other-secret", "${hub.provider.groq.api-key}-2");
        assertThat(SecretSettings.of(environment("settings", settings), source -> true))
                .hasSize(number + 3).allMatch(value -> value.startsWith("secret-")).contains("secret-redis", "secret-jdbc", "secret-12-2");
    }

    @Test
    void aListIsAsManySecretsAndStillTheWhole() {
        assertThat(SecretSettings.of(environment("settings", Map.of("hub.provider.a.webhook-secrets", "first-one, second", "hub.provider.a.password", "with, comma")),
                source -> true)).containsExactlyInAnyOrder("first-one, second", "first-one", "second", "with, comma");
    }

    @Test
    void leavesWhatIsNoneAndWhereItIsNotToLook() {
        assertThat(SecretSettings.of(environment("settings", Map.of("hub.ai.most-completion-tokens", "123456", "hub.ai.longest-answer", "123456", "server.port", "8080",
                "hub.provider.slack.base-url", "https://slack.com/api", "hub.provider.pipedrive.key-field", "0123456789012345678901234567890123456789",
                "hub.api.keys[0].name", "sandbox")), source -> true)).isEmpty();
        assertThat(SecretSettings.of(environment("elsewhere", Map.of("hub.api.keys[0].key", "sandbox-api-key")), source -> !source.getName().equals("elsewhere"))).isEmpty();
    }

    private static StandardEnvironment environment(String name, Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().addFirst(new MapPropertySource(name, settings));
        return environment;
    }
}
