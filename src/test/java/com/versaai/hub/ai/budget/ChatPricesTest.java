package com.versaai.hub.ai.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.ai.budget.PriceSettings.Price;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatPricesTest {

    private static final Price SMALL = price("0.075", "0.30");
    private static final Price LARGE = price("0.15", "0.20");

    private static Price price(String input, String output) {
        return new Price(new BigDecimal(input), new BigDecimal(output));
    }

    @Test
    void costsAreExact() {
        ChatPrices prices = new ChatPrices(new PriceSettings(Map.of("openai/gpt-oss-20b", SMALL), null));

        assertThat(prices.cost("openai/gpt-oss-20b", new Usage(1, 1))).isEqualByComparingTo("0.000000375");
        assertThat(prices.cost("openai/gpt-oss-20b", new Usage(1_000_000, 2_000_000))).isEqualByComparingTo("0.675");
        assertThat(prices.cost("openai/gpt-oss-20b", Usage.NONE)).isEqualByComparingTo("0");
    }

    @Test
    void anUnknownModelCostsTheDefault() {
        ChatPrices prices = new ChatPrices(new PriceSettings(Map.of("a", SMALL), price("1", "2")));

        assertThat(prices.cost("b", new Usage(1_000_000, 1_000_000))).isEqualByComparingTo("3");
        assertThat(prices.of(null)).isEqualTo(price("1", "2"));
    }

    @Test
    void withoutADefaultItCostsAsMuchAsTheDearest() {
        ChatPrices prices = new ChatPrices(new PriceSettings(Map.of("a", SMALL, "b", LARGE), null));

        assertThat(prices.of("c")).isEqualTo(price("0.15", "0.30"));
        assertThat(new ChatPrices(new PriceSettings(Map.of(), null)).cost("c", new Usage(9, 9))).isEqualByComparingTo("0");
    }

    @Test
    void aNameIsFoundWhateverSpringLeavesOfIt() {
        ChatPrices prices = new ChatPrices(new PriceSettings(Map.of("openaigpt-oss-20b", SMALL, "b", LARGE), null));

        assertThat(prices.of("openai/gpt-oss-20b")).isEqualTo(SMALL);
        assertThatThrownBy(() -> new ChatPrices(new PriceSettings(Map.of("x/y", SMALL, "xy", LARGE), null)))
                .hasMessageContaining("different prices");
    }

    @Test
    void aUsageFromOutsideIsNeverNegativeOrEndless() {
        assertThat(new Usage(-5, Long.MAX_VALUE)).isEqualTo(new Usage(0, 1_000_000_000));
        assertThat(new Usage(Long.MAX_VALUE, Long.MAX_VALUE).total()).isEqualTo(2_000_000_000L);
    }
}
