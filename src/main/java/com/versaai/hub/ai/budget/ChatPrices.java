package com.versaai.hub.ai.budget;

import com.versaai.hub.ai.budget.PriceSettings.Price;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** What a call costs. Exact: nothing is rounded here. */
class ChatPrices {

    private static final int PER_MILLION = 6;

    private final Map<String, Price> prices = new HashMap<>();
    private final Price otherwise;

    ChatPrices(PriceSettings settings) {
        settings.prices().forEach((model, price) -> {
            Price other = prices.put(normal(model), price);
            if (other != null && !other.equals(price)) {
                throw new IllegalArgumentException("hub.ai.prices." + model + " is there twice, with different prices");
            }
        });
        otherwise = settings.defaultPrice() == null ? dearest() : settings.defaultPrice();
    }

    /** Price of a model, of the default if it is not listed. */
    public Price of(String model) {
        return model == null ? otherwise : prices.getOrDefault(normal(model), otherwise);
    }

    /** Cost of a call; null model means the default price. */
    public BigDecimal cost(String model, Usage usage) {
        Price price = of(model);
        return price.input().multiply(BigDecimal.valueOf(usage.prompt()))
                .add(price.output().multiply(BigDecimal.valueOf(usage.completion())))
                .movePointLeft(PER_MILLION);
    }

    private Price dearest() {
        BigDecimal input = prices.values().stream().map(Price::input).reduce(BigDecimal.ZERO, BigDecimal::max);
        BigDecimal output = prices.values().stream().map(Price::output).reduce(BigDecimal.ZERO, BigDecimal::max);
        return new Price(input, output);
    }

    /** Spring drops the slash of a key without brackets, and upper case cannot be had from the environment. */
    private static String normal(String model) {
        StringBuilder normal = new StringBuilder(model.length());
        for (char c : model.toCharArray()) {
            if (c < 128 && Character.isLetterOrDigit(c)) {
                normal.append(Character.toLowerCase(c));
            }
        }
        return normal.toString();
    }
}
