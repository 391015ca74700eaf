package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Manifests;
import com.versaai.hub.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

/** Which payments are told to people, with the settings the hub comes with and with others. */
class AmountsTest {

    @EnableConfigurationProperties({MappingSettings.class, EventSettings.class})
    static class Bound {
    }

    private final ApplicationContextRunner hub = new ApplicationContextRunner().withInitializer(AmountsTest::defaults)
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, ValidationAutoConfiguration.class))
            .withUserConfiguration(Bound.class, MappingConfiguration.class)
            .withBean(Manifests.class, () -> new Manifests(Path.of("routes/connectors")));

    private static void defaults(ConfigurableApplicationContext context) {
        try {
            List<PropertySource<?>> all = new YamlPropertySourceLoader().load("defaults", new FileSystemResource("src/main/resources/application.yaml"));
            context.getEnvironment().getPropertySources().addLast(all.get(0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Event payment(Object amount, Object currency) {
        Event event = Fixtures.event("payment-processed");
        Map<String, Object> data = new HashMap<>(event.data());
        data.put("amount", amount);
        data.put("currency", currency);
        return Fixtures.with(event, event.type(), event.subject(), event.time(), data);
    }

    private void with(List<String> settings, Object amount, Object currency, boolean important, String threshold) {
        hub.withPropertyValues(settings.toArray(String[]::new)).run(context -> {
            Amounts amounts = context.getBean("amounts", Amounts.class);
            assertThat(amounts.threshold(payment(amount, currency))).isEqualTo(threshold);
            assertThat(amounts.important(payment(amount, currency))).isEqualTo(important);
            assertThat(amounts.incomparable(payment(amount, currency))).isEqualTo(threshold.startsWith("never"));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10000|usd|false|$100.00", "10001|USD|true|$100.00", "10000.5|usd|true|$100.00", "9007199254740993|usd|true|$100.00",
        "10001|jpy|false|¥15,700, which is $100.00 at the rate of 2024-12-31", "15700|jpy|false|¥15,700, which is $100.00 at the rate of 2024-12-31",
        "15701|jpy|true|¥15,700, which is $100.00 at the rate of 2024-12-31",
        "30800|kwd|false|KWD 30.800, which is $100.00 at the rate of 2024-12-31", "30801|kwd|true|KWD 30.800, which is $100.00 at the rate of 2024-12-31",
        "1390100|isk|true|ISK 13,900, which is $100.00 at the rate of 2024-12-31", "1390000|isk|false|ISK 13,900, which is $100.00 at the rate of 2024-12-31",
        "99999999|xyz|false|never important: no threshold in XYZ (hub.events.important-payment.thresholds.XYZ or .rates.XYZ)",
        "99999999|dollars|false|never important: its currency is no ISO 4217 code", "99999999||false|never important: its currency is no ISO 4217 code",
        "much|usd|false|$100.00"})
    void anAmountIsComparedWithWhatIsMuchInItsCurrency(String amount, String currency, boolean important, String threshold) {
        with(List.of(), amount, currency, important, threshold);
    }

    @Test
    void thresholdsAmountAndCurrencyCanBeSet() {
        with(List.of("hub.events.important-payment.thresholds.JPY=15000"), 15001, "jpy", true, "¥15,000");
        with(List.of("hub.events.important-payment.thresholds.jpy=15000"), 15000L, "jpy", false, "¥15,000");
        with(List.of("hub.events.important-payment.rates.JPY=150"), 15001, "jpy", true, "¥15,000, which is $100.00 at the rate of 2024-12-31");
        with(List.of("hub.events.important-payment.amount=200", "hub.events.important-payment.currency=eur"), 20001, "eur", true, "€200.00");
        with(List.of("hub.events.important-payment.amount=96", "hub.events.important-payment.currency=EUR",
                "hub.events.important-payment.rates-as-of="), 10001, "usd", true, "$100.00, which is €96.00 by hub.events.important-payment.rates");
        with(List.of("hub.events.important-payment.amount=0"), 1, "usd", true, "$0.00");
        with(List.of("hub.events.important-payment.rates.XYZ=2"), 20001, "xyz", true, "XYZ 200.00, which is $100.00 at the rate of 2024-12-31");
    }

    @Test
    void orOnlySomeCurrenciesCount() {
        List<String> only = List.of("hub.events.important-payment.convert=false", "hub.events.important-payment.thresholds.EUR=90");
        with(only, 10001, "usd", true, "$100.00");
        with(only, 9001, "eur", true, "€90.00");
        with(only, 99999999, "jpy", false, "never important: no threshold in JPY (hub.events.important-payment.thresholds.JPY or .rates.JPY)");
    }

    @Test
    void theEnvironmentCanSetThem() {
        hub.withInitializer(context -> context.getEnvironment().getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
                Map.of("HUB_EVENTS_IMPORTANTPAYMENT_RATES_JPY", "150", "HUB_EVENTS_IMPORTANTPAYMENT_AMOUNT", "200"))))
                .run(context -> assertThat(context.getBean(Amounts.class).threshold(payment(1, "jpy"))).startsWith("¥30,000, which is $200.00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.events.important-payment=50000", "hub.events.importantPayment=0"})
    void theNumberOfBeforeIsRefusedInPlainWords(String setting) {
        hub.withPropertyValues(setting).run(context -> assertThat(context).getFailure().rootCause()
                .hasMessageContaining("no number any more").hasMessageContaining("hub.events.important-payment.amount in major units"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amount=-1", "currency=dollars", "currency=XYZ", "rates.JPY=0", "rates.yens=150", "thresholds.JPY=-1", "rates-as-of=yesterday"})
    void aWrongSettingStopsTheStart(String setting) {
        hub.withPropertyValues("hub.events.important-payment." + setting).run(context -> assertThat(context).hasFailed());
    }
}
