package com.versaai.hub.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class SealedTextsTest {

    private static final Instant UNTIL = Instant.ofEpochSecond(1_760_001_800);
    private static final String TEXT = "https://hooks.example/Zoë/✓\nsecond line";

    private final MockEnvironment environment = new MockEnvironment().withProperty("hub.provider.chat.webhook-secrets", "first,second");
    private final SealedTexts seals = new SealedTexts(environment);

    @Test
    void whatIsSealedIsOpenedAndSaysNothingOfItself() {
        String sealed = seals.seal("chat", TEXT, UNTIL);
        assertThat(sealed).matches("sealed\\.[A-Za-z0-9_-]+").doesNotContain("hooks");
        assertThat(SealedTexts.isSealed(sealed)).isTrue();
        assertThat(seals.open("chat", sealed)).contains(new SealedTexts.Opened(TEXT, UNTIL));
        assertThat(seals.open("chat", sealed).orElseThrow().toString()).doesNotContain("hooks");
        assertThat(seals.seal("chat", TEXT, UNTIL)).as("the same is sealed the same").isEqualTo(sealed);
        assertThat(seals.seal("chat", TEXT, UNTIL.plusSeconds(1))).isNotEqualTo(sealed);
    }

    @Test
    void aSecretCanBeRolled() {
        String sealed = seals.seal("chat", TEXT, UNTIL);
        environment.setProperty("hub.provider.chat.webhook-secrets", "new,first");
        assertThat(seals.open("chat", sealed)).as("the old one is still there").isPresent();
        environment.setProperty("hub.provider.chat.webhook-secrets", "new");
        assertThat(seals.open("chat", sealed)).as("it is gone").isEmpty();
    }

    @Test
    void nothingElseIsOpened() {
        String sealed = seals.seal("chat", TEXT, UNTIL);
        environment.setProperty("hub.provider.other.webhook-secrets", "first");
        assertThat(seals.open("other", sealed)).as("of an account with the same secret").isEmpty();
        for (int i = "sealed.".length(); i < sealed.length() - 1; i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(seals.open("chat", sealed.substring(0, i) + other + sealed.substring(i + 1))).as("character " + i).isEmpty();
        }
        for (String no : new String[] {"", "sealed.", "sealed.AAAA", TEXT, sealed + "=", sealed.substring(1)}) {
            assertThat(seals.open("chat", no)).as(no).isEmpty();
        }
    }

    @Test
    void withoutASecretNothingIsSealed() {
        assertThatThrownBy(() -> seals.seal("nobody", TEXT, UNTIL)).isInstanceOf(MissingPropertyException.class)
                .hasMessageContaining("hub.provider.nobody.webhook-secrets");
        assertThat(seals.open("nobody", seals.seal("chat", TEXT, UNTIL))).isEmpty();
    }
}
