package com.versaai.hub.ai.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.rate.RateLimiter;
import com.versaai.hub.rate.TokenBuckets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChatLimitsTest {

    private static final long PATIENCE = 10_000;

    private static RateSettings rate(long perMinute, long global, int queue) {
        return new RateSettings(perMinute, global, 0, 0, queue, Duration.ofSeconds(2));
    }

    @Test
    void allTenantsTogetherHaveALimitToo() throws Exception {
        ChatLimits limits = new ChatLimits(rate(0, 2, 50), TokenBuckets.local());
        limits.take("a", 1, PATIENCE);
        limits.take("b", 1, PATIENCE);
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> limits.take("c", 1, PATIENCE));
        assertThat(refused.problem().status()).isEqualTo(429);
        assertThat(refused.problem().retryAfter()).isBetween(Duration.ofSeconds(3), Duration.ofMinutes(1));
    }

    @Test
    void aTenantDoesNotUseUpAnothersLimit() throws Exception {
        ChatLimits limits = new ChatLimits(rate(1, 0, 50), TokenBuckets.local());
        limits.take("a", 1, PATIENCE);
        assertThatThrownBy(() -> limits.take("a", 1, PATIENCE)).isInstanceOf(ProblemException.class);
        limits.take("b", 1, PATIENCE);
    }

    @Test
    void waitsForItsTurnAndRefusesWhoFindsTheQueueFull() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch turn = new CountDownLatch(1);
        ChatLimits limits = new ChatLimits(rate(0, 1, 1), new OneSecondAway(waits, turn));
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> take(limits));
        assertThat(waits.await(20, TimeUnit.SECONDS)).isTrue();
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> limits.take("b", 1, PATIENCE));
        assertThat(refused.problem().status()).isEqualTo(429);
        assertThat(refused.problem().retryAfter()).isEqualTo(Duration.ofSeconds(1));
        turn.countDown();
        first.get(20, TimeUnit.SECONDS);
        limits.take("b", 1, PATIENCE);
    }

    @Test
    void nobodyWaitsLongerThanTheRequestHasLeft() {
        ChatLimits limits = new ChatLimits(rate(0, 1, 1), new OneSecondAway(new CountDownLatch(1), new CountDownLatch(0)));
        assertThatThrownBy(() -> limits.take("a", 1, 500)).isInstanceOf(ProblemException.class);
    }

    @Test
    void holdsTheTokensOfACallAndGivesBackWhatItDidNotNeed() throws Exception {
        ChatLimits limits = new ChatLimits(tokens(600, 0), TokenBuckets.local());
        ChatLimits.Held held = limits.take("a", 500, PATIENCE);
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> limits.take("a", 500, PATIENCE));
        assertThat(refused.problem().status()).isEqualTo(429);
        assertThat(refused.problem().retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
        limits.take("b", 500, PATIENCE);

        limits.settle(held, 60);
        limits.take("a", 500, PATIENCE);
    }

    @Test
    void aCallThatNeededMoreThanItHeldIsADebt() throws Exception {
        ChatLimits limits = new ChatLimits(tokens(600, 0), TokenBuckets.local());
        limits.settle(limits.take("a", 100, PATIENCE), 1150);
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> limits.take("a", 1, PATIENCE));
        assertThat(refused.problem().retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(56));
    }

    @Test
    void aCallLargerThanAMinuteWaitsForAWholeMinute() throws Exception {
        ChatLimits limits = new ChatLimits(tokens(600, 0), TokenBuckets.local());
        ChatLimits.Held held = limits.take("a", 1_000_000, PATIENCE);
        assertThatThrownBy(() -> limits.take("a", 1, PATIENCE)).isInstanceOf(ProblemException.class);
        limits.settle(held, 0);
        limits.take("a", 1_000_000, PATIENCE);
    }

    @Test
    void whoIsRefusedForAllGetsItsOwnTokensBack() throws Exception {
        ChatLimits limits = new ChatLimits(tokens(600, 700), TokenBuckets.local());
        ChatLimits.Held first = limits.take("a", 600, PATIENCE);
        assertThatThrownBy(() -> limits.take("b", 600, PATIENCE)).isInstanceOf(ProblemException.class).hasMessageContaining("The hub's tokens");
        limits.settle(first, 0);
        limits.take("b", 600, PATIENCE);
    }

    private static RateSettings tokens(long perMinute, long global) {
        return new RateSettings(0, 0, perMinute, global, 50, Duration.ofMillis(50));
    }

    private static void take(ChatLimits limits) {
        try {
            limits.take("a", 1, PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next token of all is a second away, and comes when the test says so. */
    private record OneSecondAway(CountDownLatch waits, CountDownLatch turn) implements TokenBuckets {

        @Override
        public RateLimiter limiter(String name, Limit limit) {
            return limit.permits() == 0 ? RateLimiter.UNLIMITED : new RateLimiter() {
                @Override
                public Duration tryTake(String key, long tokens) {
                    return Duration.ofSeconds(1);
                }

                @Override
                public boolean take(String key, long tokens, Duration most) throws InterruptedException {
                    waits.countDown();
                    return turn.await(20, TimeUnit.SECONDS);
                }

                @Override
                public void giveBack(String key, long tokens) {
                    throw new AssertionError("what is taken here is not given back");
                }
            };
        }

        @Override
        public boolean shared() {
            return false;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
