package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.HandClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GoneModelsTest {

    private final HandClock clock = new HandClock();
    private final GoneModels gone = new GoneModels(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));

    @Test
    void isNewsOnceAnHour() {
        assertThat(gone.news("groq", "m")).isTrue();
        clock.forward(Duration.ofMinutes(59));
        assertThat(gone.news("groq", "m")).as("asking in between does not prolong it").isFalse();
        clock.forward(Duration.ofMinutes(1));
        assertThat(gone.news("groq", "m")).isTrue();
        assertThat(gone.news("groq", "m")).isFalse();
    }

    @Test
    void isNewsForEachAccountAndModel() {
        assertThat(gone.news("groq", "m")).isTrue();
        assertThat(gone.news("groq", "n")).isTrue();
        assertThat(gone.news("other", "m")).isTrue();
        assertThat(gone.news("other", "m")).isFalse();
    }
}
