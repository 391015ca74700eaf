package com.versaai.hub.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.clock.SteadyClock;
import com.versaai.hub.support.HandClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {

    private final HandClock clock = new HandClock();
    private final AtomicInteger logins = new AtomicInteger();
    private Supplier<AccessTokens.Token> login = () -> token(Duration.ofMinutes(30));
    private final AccessTokens tokens = new AccessTokens("hubspot", () -> {
        logins.incrementAndGet();
        return login.get();
    }, clock);

    private AccessTokens.Token token(Duration life) {
        return AccessTokens.Token.of("t" + logins.get(), null, life);
    }

    private static ProviderException failure() {
        return new ProviderException("hubspot", new Fault(FaultClass.TRANSIENT, null, "down", "down", null, null));
    }

    @Test
    void renewsAheadOfTheEnd() {
        assertThat(tokens.token().value()).isEqualTo("t1");
        clock.forward(Duration.ofMinutes(28));
        assertThat(tokens.token().value()).isEqualTo("t1");
        clock.forward(Duration.ofSeconds(90));
        assertThat(tokens.token().value()).isEqualTo("t2");
    }

    @Test
    void keepsATokenThatNeverEndsUntilItIsRefused() {
        login = () -> token(null);
        AccessTokens.Token first = tokens.token();
        clock.forward(Duration.ofDays(400));
        assertThat(tokens.token()).isSameAs(first);
        AccessTokens.Token second = tokens.tokenAfter(first);
        assertThat(second.value()).isEqualTo("t2");
        assertThat(tokens.tokenAfter(first)).as("another caller's 401 for the old one").isSameAs(second);
        assertThat(tokens.tokenAfter(second)).as("refused at once: a third is no use").isNull();
        clock.forward(AccessTokens.HOLD_OFF);
        assertThat(tokens.tokenAfter(second).value()).isEqualTo("t3");
    }

    @Test
    void usesTheOldOneWhileItLastsWhenRenewalFails() {
        AccessTokens.Token first = tokens.token();
        login = () -> {
            throw failure();
        };
        clock.forward(Duration.ofSeconds(29 * 60 + 30));
        assertThat(tokens.token()).isSameAs(first);
        assertThat(tokens.token()).isSameAs(first);
        assertThat(logins).hasValue(2);
        clock.forward(Duration.ofMinutes(1));
        assertThatThrownBy(tokens::token).isInstanceOf(ProviderException.class);
        assertThatThrownBy(tokens::token).isInstanceOf(ProviderException.class);
        assertThat(logins).as("the second shares the first one's failure").hasValue(3);
        login = () -> token(Duration.ofMinutes(30));
        clock.forward(AccessTokens.HOLD_OFF);
        assertThat(tokens.token().value()).isEqualTo("t4");
    }

    @Test
    void recoversAfterAFailedReplacement() {
        AccessTokens.Token first = tokens.token();
        login = () -> {
            throw failure();
        };
        assertThatThrownBy(() -> tokens.tokenAfter(first)).isInstanceOf(ProviderException.class);
        assertThatThrownBy(tokens::token).isInstanceOf(ProviderException.class);
        assertThat(logins).hasValue(2);
        login = () -> token(Duration.ofMinutes(30));
        clock.forward(AccessTokens.HOLD_OFF);
        assertThat(tokens.token().value()).isEqualTo("t3");
    }

    @Test
    void neverShowsAToken() {
        assertThat(tokens.token().toString()).doesNotContain("t1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, 600})
    void aTokenLivesAsLongAsItReallyDoes(int seconds) {
        AccessTokens steady = new AccessTokens("hubspot", () -> {
            logins.incrementAndGet();
            return token(Duration.ofMinutes(30));
        }, new SteadyClock(clock, clock::nanos));
        assertThat(steady.token().value()).isEqualTo("t1");
        clock.jump(Duration.ofSeconds(seconds));
        clock.forward(Duration.ofMinutes(28));
        assertThat(steady.token().value()).isEqualTo("t1");

        clock.forward(Duration.ofSeconds(90));

        assertThat(steady.token().value()).isEqualTo("t2");
    }
}
