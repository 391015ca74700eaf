package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.event.Event;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts in the texts that people get, as their country writes them, through the mapping files. */
class SpellingTest {

    private static Event payment(Object amount, String currency) {
        Event event = Fixtures.event("payment-processed");
        Map<String, Object> data = new HashMap<>(event.data());
        data.put("amount", amount);
        data.put("currency", currency);
        return Fixtures.with(event, event.type(), event.subject(), event.time(), data);
    }

    private static String told(Event event, String... settings) {
        return Fixtures.mappings(settings).map("slack", "payment-important", event).orElseThrow().payload().path("text").asText();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "es-ES|1234567890|eur|12.345.678,90 €", "es-ES|1234567890|usd|12.345.678,90 US$", "es-ES|-5|eur|-0,05 €",
        "es-MX|1234567890|mxn|$12,345,678.90", "es-MX|1234567890|usd|USD 12,345,678.90",
        "en-US|1234567890|usd|$12,345,678.90", "en-US|1234567|kwd|KWD 1,234.567", "en-US|1234567|jpy|¥1,234,567", "en-US|100|xyz|XYZ 1.00", "en-US|100|no code|¤1.00",
        "de-DE|1234567890|eur|12.345.678,90 €", "de-DE|1234567|kwd|1.234,567 KWD", "de-DE|1234567|jpy|1.234.567 ¥",
        "fr-FR|1234567890|eur|12 345 678,90 €", "en-US|5000000|isk|ISK 50,000", "de-DE|12345.6|eur|123,456 €",
        "de-DE|123456789012345678901234567|eur|1.234.567.890.123.456.789.012.345,67 €", "en-US|9007199254740993|usd|$90,071,992,547,409.93"})
    void anAmountIsWrittenAsTheCountryDoes(String numbers, String amount, String currency, String shown) {
        assertThat(told(payment(amount, currency), "hub.texts.numbers", numbers)).isEqualTo("💰 Pago importante procesado: " + shown);
    }

    @Test
    void theTextsOwnCountryIsTheDefaultAndALanguageAloneHasNone() {
        Event event = payment(123456789L, "eur");

        assertThat(told(event)).endsWith(": €1,234,567.89");
        assertThat(told(event, "hub.texts.locale", "en")).endsWith(": €1,234,567.89");
        assertThat(told(event, "hub.texts.locale", "es-ES")).isEqualTo("💰 Pago importante procesado: 1.234.567,89 €");
        assertThat(told(event, "hub.texts.locale", "en-GB")).isEqualTo("💰 Important payment processed: €1,234,567.89");
        assertThat(told(event, "hub.texts.locale", "en", "hub.texts.numbers", "de-DE")).isEqualTo("💰 Important payment processed: 1.234.567,89 €");
        assertThat(told(event, "hub.texts.locale", "es-ES", "hub.texts.numbers", "es")).endsWith(": €1,234,567.89");
    }

    @Test
    void numbersThatAreNoMoneyTooAndNothingThatAMachineReads() {
        Event event = Fixtures.event("usage-threshold");
        Map<String, Object> data = new HashMap<>(event.data());
        data.put("used", 1234567.5);
        data.put("limit", 2000000);
        Event usage = Fixtures.with(event, event.type(), event.subject(), event.time(), data);
        Mappings german = Fixtures.mappings("hub.texts.numbers", "de-DE");

        assertThat(german.map("hubspot", "usage", usage).orElseThrow().payload().toString()).contains("1.234.567,5 de 2.000.000");
        assertThat(german.map("hubspot", "opportunity", payment(123456789L, "eur")).orElseThrow().payload().path("amount").asText()).isEqualTo("1234567.89");
    }
}
