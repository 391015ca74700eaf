package com.versaai.hub.ai.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.clock.SteadyClock;
import com.versaai.hub.support.HandClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderLimitsTest {

    private static final String KEY = "groq/openai/gpt-oss-20b";

    private final HandClock clock = new HandClock();
    private final ProviderLimits limits = new ProviderLimits(clock, new SteadyClock(clock, clock::nanos));

    private void answer(int status, String... headers) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        limits.observe(KEY, status, all::get);
    }

    private void tokens(String limit, String remaining, String reset) {
        answer(200, "x-ratelimit-limit-tokens", limit, "x-ratelimit-remaining-tokens", remaining, "x-ratelimit-reset-tokens", reset);
    }

    @ParameterizedTest
    @CsvSource({"2m59.56s, 179560", "7.66s, 7660", "120ms, 120", "6s, 6000", "1h2m, 3720000", "1m0.5ms, 60001", "0s, 0", "1d, 86400000", "9999h, 86400000"})
    void readsDurations(String text, long millis) {
        assertThat(HeaderTimes.duration(text)).hasMillis(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5", "-1s", "1e9s", "s", "1.s", "1s1m", "NaN", "99999999999s", "1m1m", "PT1S", "١s", "1s\n2s", "1ss"})
    void ignoresWhatIsNoDuration(String text) {
        assertThat(HeaderTimes.duration(text)).isNull();
        assertThat(HeaderTimes.duration(null)).isNull();
        assertThat(HeaderTimes.duration("9".repeat(100_000) + "s")).isNull();
    }

    @Test
    void waitsForNothingItWasNotTold() {
        assertThat(limits.tryTake(KEY, 1_000_000)).isZero();
        answer(200);
        assertThat(limits.tryTake(KEY, 1_000_000)).isZero();
        assertThat(limits.fits(KEY, Long.MAX_VALUE)).isTrue();
    }

    @Test
    void waitsUntilEnoughTokensAreBack() {
        tokens("6000", "1000", "50s");

        assertThat(limits.waitFor(KEY, 1000)).isZero();
        assertThat(limits.waitFor(KEY, 1100)).isEqualTo(Duration.ofSeconds(1));
        clock.forward(Duration.ofSeconds(1));
        assertThat(limits.waitFor(KEY, 1100)).isZero();
        clock.forward(Duration.ofSeconds(49));
        assertThat(limits.waitFor(KEY, 6000)).isZero();
    }

    @Test
    void waitsForARequestOfTheDay() {
        answer(429, "x-ratelimit-limit-requests", "14400", "x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "24h");

        assertThat(limits.waitFor(KEY, 1)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void takesWhatItGivesSoThatCallersAtOnceDoNotAllGo() throws Exception {
        tokens("6000", "1000", "50s");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Duration>> calls = IntStream.range(0, 50).<Callable<Duration>>mapToObj(i -> () -> limits.tryTake(KEY, 100)).toList();

        int went = 0;
        for (Future<Duration> call : threads.invokeAll(calls)) {
            went += call.get().isZero() ? 1 : 0;
        }
        threads.shutdown();

        assertThat(went).isEqualTo(10);
        assertThat(limits.tryTake(KEY, 100)).isEqualTo(Duration.ofSeconds(1));
        assertThat(limits.tryTake("other", 100)).isZero();
    }

    @Test
    void saysWhatCanNeverFit() {
        tokens("8000", "8000", "0s");

        assertThat(limits.fits(KEY, 8000)).isTrue();
        assertThat(limits.fits(KEY, 8001)).isFalse();
        assertThat(limits.waitFor(KEY, 8001)).isZero();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {"none, 7, 7000", "1500, 7, 1500", "none, 2.5, 2500", "none, 'Mon, 05 Jan 2026 12:00:20 GMT', 20000",
        "none, 'Mon, 05 Jan 2026 11:00:00 GMT', 0", "none, 'Mon Jan  5 12:00:20 2026', 20000", "none, 'Monday, 05-Jan-26 12:00:20 GMT', 20000", "none, 999999999, 600000", "x, 7, 7000", "none, -1, 0", "none, soon, 0", "none, 1e9, 0",
        "none, none, 0"})
    void obeysRetryAfterWithinReason(String millis, String seconds, long wait) {
        answer(429, "retry-after-ms", millis, "retry-after", seconds);

        assertThat(limits.waitFor(KEY, 1)).hasMillis(wait);
        clock.forward(Duration.ofMillis(wait));
        assertThat(limits.waitFor(KEY, 1)).isZero();
    }

    @Test
    void obeysItOfRefusalsOnly() {
        answer(200, "retry-after", "60");
        assertThat(limits.waitFor(KEY, 1)).isZero();
        answer(498, "retry-after", "3");
        assertThat(limits.waitFor(KEY, 1)).hasSeconds(3);
    }

    @Test
    void hostileNumbersChangeNothing() {
        tokens("6000", "1000", "50s");
        for (String bad : List.of("-1", "NaN", "1e3", "99999999999999999999", "0x10", "", " ", "٣", "1,000", "7000")) {
            answer(200, "x-ratelimit-remaining-tokens", bad, "x-ratelimit-reset-tokens", "50s");
        }
        answer(200, "x-ratelimit-limit-tokens", "0");
        answer(200, "x-ratelimit-limit-tokens", "-5");

        assertThat(limits.waitFor(KEY, 1100)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aResetThatMakesNoSenseIsTheUsualPeriod() {
        tokens("6000", "0", "never");

        assertThat(limits.waitFor(KEY, 100)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void neverWaitsLongerThanTenMinutes() {
        tokens("100", "0", "24h");

        assertThat(limits.waitFor(KEY, 100)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void remembersABoundedNumberOfKeys() {
        for (int i = 0; i < 20_000; i++) {
            limits.observe("key" + i, 429, name -> "60");
        }
        long remembered = IntStream.range(0, 20_000).filter(i -> !limits.waitFor("key" + i, 1).isZero()).count();

        assertThat(remembered).isLessThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, 600})
    void blocksForAsLongAsTheProviderSaidWhateverTheClockIsSetTo(int seconds) {
        answer(429, "retry-after", "60");
        clock.jump(Duration.ofSeconds(seconds));
        assertThat(limits.waitFor(KEY, 1)).isEqualTo(Duration.ofSeconds(60));

        clock.forward(Duration.ofSeconds(60));

        assertThat(limits.waitFor(KEY, 1)).isZero();
    }
}
