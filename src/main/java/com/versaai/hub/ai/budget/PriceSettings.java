package com.versaai.hub.ai.budget;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.ai.prices.*}: what models cost.
 *
 * @param prices       by model; a name with a slash or a dot stands in brackets: {@code "[openai/gpt-oss-20b]"}
 * @param defaultPrice of models that are not listed; without it they cost as much as the dearest that is, so that a new
 *                     model is never a way round the budget
 */
@Validated
@ConfigurationProperties("hub.ai")
record PriceSettings(@NotNull @Valid @DefaultValue Map<String, Price> prices, @Valid Price defaultPrice) {

    PriceSettings {
        prices = new TreeMap<>(prices);
    }

    /**
     * Per million tokens, in the currency of the budgets.
     *
     * @param input  prompt
     * @param output completion
     */
    record Price(@NotNull @PositiveOrZero BigDecimal input, @NotNull @PositiveOrZero BigDecimal output) {
    }
}
