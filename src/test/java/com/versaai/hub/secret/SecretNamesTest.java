package com.versaai.hub.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"password", "PASSWD", "sslPassword", "passphrase", "client_secret", "api-key", "apiKey", "X-Api-Key", "accessKey", "private.key", "writeKey",
        "bot-token", "refreshToken", "credentials", "serviceAccount", "account_key"})
    void aSecretIsOneHoweverItIsWritten(String name) {
        assertThat(SecretNames.isSecret(name)).isTrue();
        assertThat(SecretNames.isSecretSetting("hub.x." + name)).isTrue();
        assertThat(SecretNames.isSecretHeader("X-" + name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "base-url", "key-field", "measurement-id", "content-type", "passenger", "monkey", "bypass", "author", "accountName", "sessions"})
    void whatOnlyLooksLikeOneIsNone(String name) {
        assertThat(SecretNames.isSecret(name)).isFalse();
        assertThat(SecretNames.isSecretSetting("hub.x." + name)).isFalse();
        assertThat(SecretNames.isSecretHeader(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Authorization,true", "Cookie,true", "X-Session-Id,true", "Stripe-Signature,false", "X-Slack-Signature,false", "X-Request-Id,false"})
    void signaturesAreNoSecretsButCredentialsAre(String header, boolean secret) {
        assertThat(SecretNames.isSecretHeader(header)).isEqualTo(secret);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a=1&code=x&b=2|a=1&code=***&b=2", "validationToken=x|validationToken=***", "api_key=x&key=y|api_key=***&key=***",
        "x-signature=s&monkey=1&zipcode=2|x-signature=***&monkey=1&zipcode=2", "plain|plain"})
    void ofAQueryTheSecretsGo(String query, String shown) {
        assertThat(SecretNames.withoutSecrets(query)).isEqualTo(shown);
    }

    /** Another list of what secrets are called would soon know other ones. */
    @Test
    void thereIsOneList() throws Exception {
        Set<String> others = new TreeSet<>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".java") && !one.toString().contains("/secret/")).toList()) {
                if (Files.readString(file).matches("(?is).*\"[^\"\\n]*\\b(token|secret|password|passwd)\\b?\\|[^\"\\n]*\\b(token|secret|password|passwd|key)\\b.*")) {
                    others.add(file.getFileName().toString());
                }
            }
        }
        // What a production host shows is another question: it looks for what is set, and at what it is set to.
        assertThat(others).containsExactly("ProductionSigns.java");
    }
}
