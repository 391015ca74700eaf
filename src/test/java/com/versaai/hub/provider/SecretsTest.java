package com.versaai.hub.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class SecretsTest {

    private static final String PRINTABLE = ConnectorHarness.PRINTABLE;

    private final MockEnvironment environment = new MockEnvironment();
    private final Secrets secrets = new Secrets(environment);

    @Test
    void keepsEveryPrintableCharacter() {
        environment.setProperty("hub.a", PRINTABLE);
        assertThat(secrets.value("hub.a")).isEqualTo(PRINTABLE);
        assertThat(secrets.bearer("hub.a")).isEqualTo("Bearer " + PRINTABLE);
    }

    @Test
    void readsTheValueAtEachCallSoThatRotationNeedsNoRestart() {
        environment.setProperty("hub.a", "old");
        assertThat(secrets.value("hub.a")).isEqualTo("old");
        environment.setProperty("hub.a", "new");
        assertThat(secrets.value("hub.a")).isEqualTo("new");
    }

    @Test
    void encodesBasicAsUtf8WithEmptyParts() {
        environment.withProperty("hub.user", "svc.sandbox").withProperty("hub.password", "pä:ss%+");
        assertThat(decoded(secrets.basic("hub.user", "hub.password"))).isEqualTo("svc.sandbox:pä:ss%+");
        assertThat(decoded(secrets.basic("hub.user", ""))).isEqualTo("svc.sandbox:");
        assertThat(decoded(secrets.basic(null, "hub.password"))).isEqualTo(":pä:ss%+");
    }

    @Test
    void namesThePropertyNotTheValue() {
        environment.withProperty("hub.blank", " ").withProperty("hub.vault", "{{azure:x}}")
                .withProperty("hub.broken", "s3cret\n").withProperty("hub.user", "s3cret:x");
        assertThatThrownBy(() -> secrets.value("hub.missing")).isInstanceOf(IllegalStateException.class).hasMessageContaining("hub.missing");
        assertThatThrownBy(() -> secrets.value("hub.blank")).isInstanceOf(IllegalStateException.class).hasMessageContaining("hub.blank");
        assertThatThrownBy(() -> secrets.value("hub.vault")).isInstanceOf(IllegalStateException.class).hasMessageContaining("hub.vault");
        assertThatThrownBy(() -> secrets.bearer("hub.broken")).hasMessageContaining("hub.broken").hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> secrets.basic("hub.user", "")).hasMessageContaining("hub.user").hasMessageNotContaining("s3cret");
        assertThat(secrets.has("hub.missing")).isFalse();
        assertThat(secrets.has("hub.blank")).isFalse();
    }

    private static String decoded(String basic) {
        return new String(Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8);
    }
}
