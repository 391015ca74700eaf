package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgeTest {

    @Test
    void readsWhatLiesInThePast() {
        assertThat(Age.of("since", "PT1H")).isEqualTo(Duration.ofHours(1));
        assertThat(Age.of("since", "P7D")).isEqualTo(Duration.ofDays(7));
        assertThat(Age.of("since", "pt0.001s")).isEqualTo(Duration.ofMillis(1));
        assertThat(Age.of("since", "P3650D")).isEqualTo(Age.MOST);
    }

    /** A negative age lies in the future: it matched letters that died while their replay was under way, for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"P-1D", "-P1D", "-P-1D", "PT-0.5S", "P1DT-1H", "PT0S", "P0D", "P1000000000D", "P3650DT0.000000001S", "P106751991167300D",
        "P99999999999999999999D", "P1Y", "P1M", "P1W", "1h", "PT", "P", "", " ", "PT1H ", "forever", "2026-01-05T10:00:00Z", "PT1H\0"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> Age.of("olderThan", text)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(400);
            assertThat(refused.problem().extensions()).containsEntry("parameter", "olderThan");
            assertThat(refused.problem().detail()).contains("positive").doesNotContain("Text");
        });
    }
}
