package com.versaai.hub.connector.zoho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ZohoRenewalsTest {

    private Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private int asked;
    private final ZohoRenewals renewals = new ZohoRenewals("zoho", 3, new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    private ProviderAnswer token() {
        asked++;
        return ProviderAnswer.of(200, Map.of(), "{}", null);
    }

    private Supplier<ProviderAnswer> failing(String code, String message) {
        return () -> {
            asked++;
            throw new ProviderException("zoho", new Fault(FaultClass.TRANSIENT, null, code, message, null, null));
        };
    }

    private Fault refused(Supplier<ProviderAnswer> login) {
        return catchThrowableOfType(ProviderException.class, () -> renewals.within(login)).fault();
    }

    @Test
    void neverMoreThanItsShareInTenMinutes() {
        for (int i = 0; i < 3; i++) {
            renewals.within(this::token);
            now = now.plusSeconds(60);
        }
        Fault fault = refused(this::token);
        assertThat(fault).extracting("faultClass", "code", "retryAfter").containsExactly(FaultClass.RATE_LIMITED, "token_limit", Duration.ofMinutes(7));
        assertThat(asked).isEqualTo(3);
        now = now.plus(Duration.ofMinutes(7));
        renewals.within(this::token);
        assertThat(refused(this::token).retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void countsWhatMayHaveBeenGivenOutAndNoOtherFailure() {
        for (int i = 0; i < 20; i++) {
            assertThat(refused(failing("connect_timeout", "away")).code()).isEqualTo("connect_timeout");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(refused(failing("read_timeout", "late")).code()).isEqualTo("read_timeout");
        }
        assertThat(refused(this::token).code()).isEqualTo("token_limit");
    }

    @Test
    void leavesZohoAloneForAWhileWhenItSaysSo() {
        assertThat(refused(failing("http_400", "login failed: You have made too many requests continuously."))).extracting("faultClass", "code", "retryAfter")
                .containsExactly(FaultClass.RATE_LIMITED, "token_limit", ZohoRenewals.REST);
        now = now.plus(ZohoRenewals.REST).minusSeconds(1);
        assertThat(refused(this::token).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(asked).isEqualTo(1);
        now = now.plusSeconds(1);
        renewals.within(this::token);
        assertThat(asked).isEqualTo(2);
    }
}
