package com.versaai.hub.ai.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.request.ChatJson;
import com.versaai.hub.ai.request.ChatRequest;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.rate.TokenBuckets;
import com.versaai.hub.support.Databases;
import com.versaai.hub.support.HandClock;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One tenant that may spend one, at a price of one per million tokens. */
class ChatBillTest {

    private static final String TENANT = "acme";
    private static final String MODEL = "m";
    private static final long PATIENCE = 60_000;

    private final HikariDataSource database = Databases.h2(2);
    private final HandClock clock = new HandClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        database.close();
    }

    private ChatBill bill(long tokensPerMinute) {
        BudgetSettings settings = new BudgetSettings(Map.of(TENANT, BigDecimal.ONE), null, 80, Duration.ofMinutes(10), 1000);
        ChatPrices prices = new ChatPrices(new PriceSettings(Map.of(), new PriceSettings.Price(BigDecimal.ONE, BigDecimal.ONE)));
        ChatLimits limits = new ChatLimits(new RateSettings(0, 0, tokensPerMinute, 0, 50, Duration.ofMillis(50)), TokenBuckets.local());
        return new ChatBill(settings, limits, new TokenBudgets(settings, prices, new BudgetLedger(database), clock.watch()), prices, event -> { },
                meters, clock);
    }

    private static ChatRequest asking(String more) {
        try {
            String json = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" + more + "}";
            ObjectNode body = (ObjectNode) ChatJson.MAPPER.readTree(json);
            return new ChatRequest(TENANT, body, null, MODEL, false, false, false);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4611686018427387904", "18446744073709551615", "99999999999999999999"})
    void whoAsksForMoreThanFitsANumberReservesALot(String most) {
        assertThatThrownBy(() -> bill(0).reserve(asking(",\"n\":4,\"max_tokens\":" + most), List.of(MODEL), PATIENCE))
                .isInstanceOf(ProblemException.class).hasMessageContaining("budget");
    }

    @Test
    void whatABudgetDoesNotCoverUsesUpNoTokens() throws Exception {
        ChatBill bill = bill(1500);
        assertThatThrownBy(() -> bill.reserve(asking(",\"max_tokens\":2000000"), List.of(MODEL), PATIENCE)).hasMessageContaining("budget");

        assertThat(bill.reserve(asking(""), List.of(MODEL), PATIENCE).most()).as("prompt, and the longest answer that is reckoned with")
                .isBetween(1001L, 1100L);
        assertThatThrownBy(() -> bill.reserve(asking(""), List.of(MODEL), PATIENCE)).hasMessageContaining("tokens of language models");
    }

    @Test
    void tokensAreGivenBackOnceAndTheRestIsReleased() throws Exception {
        ChatBill bill = bill(1500);
        ChatDeposit deposit = bill.reserve(asking(""), List.of(MODEL), PATIENCE);

        assertThat(bill.settle(deposit, MODEL, new Usage(100, 400))).isEqualByComparingTo("0.0005");
        bill.release(deposit);
        assertThat(bill.settle(null, MODEL, new Usage(100, 400))).as("nothing was put down").isZero();

        ChatDeposit next = bill.reserve(asking(",\"max_tokens\":900"), List.of(MODEL), PATIENCE);
        assertThatThrownBy(() -> bill.reserve(asking(",\"max_tokens\":900"), List.of(MODEL), PATIENCE))
                .hasMessageContaining("tokens of language models");
        bill.release(next);
        bill.reserve(asking(",\"max_tokens\":900"), List.of(MODEL), PATIENCE);
    }
}
