package com.versaai.hub.mapping;

import static com.versaai.hub.mapping.Fixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.event.Event;
import com.versaai.hub.support.Senders;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of any size go through every mapping to the last digit, or fail in words: never rounded, never turned around. */
class ExactAmountsTest {

    private static final Mappings MAPPINGS = Fixtures.mappings("hub.crm.custom-fields", "true", "hub.crm.multi-currency", "true");
    private static final Pattern NUMERAL = Pattern.compile("[0-9][0-9,]{11,}(\\.[0-9]+)?|[0-9][0-9,]*\\.[0-9]{9,}");

    private static List<String[]> files() throws IOException {
        try (Stream<Path> found = Files.walk(Path.of("routes/connectors"), 2)) {
            return found.filter(p -> p.getNameCount() == 4 && p.toString().endsWith(".jq") && !Senders.mapsRequests(p))
                    .map(p -> new String[] {p.getName(2).toString(), p.getName(3).toString().replace(".jq", "")}).toList();
        }
    }

    private static Event with(String fixture, String type, String data) {
        Event event = event(fixture);
        try {
            Map<String, Object> all = new HashMap<>(event.data());
            all.putAll(Fixtures.JSON.readValue(data, Map.class));
            return Fixtures.with(event, type, event.subject(), event.time(), all);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "-9007199254740993", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890", "1e18", "1000000000000000000", "12345.678901234567890123456789",
        "0.000000000000000000000000000001", "99999999999999999999999999.99", "4503599627370497.5", "1e33", "-12345678901234567890123456789012345", "\"9007199254740993\"", "\"123456789012345678901234567890\""})
    void amountsKeepEveryDigit(String amount) throws IOException {
        BigDecimal minor = new BigDecimal(amount.replace("\"", ""));
        int told = 0;
        for (String currency : List.of("usd", "jpy", "kwd")) {
            BigDecimal major = Money.major(minor, currency).abs();
            for (String type : List.of("payment.processed", "payment.refunded", "payment.disputed", "payment.failed")) {
                Event event = with("payment-processed", type, "{\"amount\":" + amount + ",\"currency\":\"" + currency + "\"}");
                for (String[] file : files()) {
                    Optional<Mapped> mapped = MAPPINGS.map(file[0], file[1], event);
                    String payload = mapped.map(one -> one.payload().toString().replaceAll("\"(closedate|hs_timestamp|ActivityDate|time|timestamp_micros|timestamp|session_id)\":\"?[^,}]*", "")
                            .replaceAll("[0-9a-f-]{36}", "")).orElse("");
                    for (Matcher numeral = NUMERAL.matcher(payload); numeral.find();) {
                        told++;
                        assertThat(new BigDecimal(numeral.group().replace(",", ""))).as(file[0] + '/' + file[1] + ' ' + payload).isEqualByComparingTo(major);
                    }
                    assertThat(payload).as(file[0] + '/' + file[1]).doesNotContainPattern("[0-9][eE]\\+[0-9]");
                }
            }
        }
        assertThat(told).as("numerals that were compared").isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({"payment.processed, 9007199254740993, 90071992547409.93", "payment.refunded, 9007199254740993, -90071992547409.93", "payment.refunded, 12345, -123.45", "payment.refunded, -500, 5.00"})
    void revenueHasItsSign(String type, String amount, BigDecimal revenue) {
        JsonNode payload = MAPPINGS.map("mixpanel", "track", with("payment-processed", type, "{\"amount\":" + amount + ",\"currency\":\"usd\"}")).orElseThrow().payload();
        assertThat(payload.at("/0/properties/revenue").decimalValue()).isEqualByComparingTo(revenue);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"1000000000000000000, 1, 100000000000000000000", "1e18, 1, 100000000000000000000", "9223372036854775807, 9223372036854775807, 100", "92233720368547758, 1, 9223372036854775800",
        "922337203685477581, 10, 9223372036854775810", "184467440737095517, 2, 9223372036854775850", "92500, 100000, 92", "1, 3, 33", "2, 3, 66", "0.1, 0.3, 33", "29, 100, 29", "57, 100, 57", "1.15, 1, 115", "0, 5, 0", "-1, 3, -34",
        "5, 0, -", "5, -1, -", "\"5\", 10, -", "5, null, -", "1e400, 1, -", "1e29, 1e29, 100", "123456789012345678901234567891, 123456789012345678901234567890, 100"})
    void percentIsExact(String used, String limit, String percent) {
        Event event = with("usage-threshold", "user.usage.threshold", "{\"used\":" + used + ",\"limit\":" + limit + "}");

        JsonNode properties = MAPPINGS.map("mixpanel", "track", event).orElseThrow().payload().at("/0/properties");

        assertThat(properties.has("percent") ? properties.path("percent").asText() : null).isEqualTo(percent);
        assertThat(MAPPINGS.map("slack", "subscription-changed", event).orElseThrow().payload().path("text").asText())
                .contains(percent == null ? "se acerca al límite" : " " + percent + " % ");
    }

    /** Whatever the doors accept is money somewhere: it is not lost on the way, and no text tells minor units for major ones. */
    @ParameterizedTest
    @ValueSource(strings = {"1e308", "1e99", "123e30", "1e-300"})
    void noNumberIsTooLarge(String amount) {
        BigDecimal major = new BigDecimal(amount).movePointLeft(2);
        Event event = with("payment-processed", "payment.processed", "{\"amount\":" + amount + ",\"currency\":\"usd\"}");
        assertThat(MAPPINGS.map("salesforce", "opportunity", event).orElseThrow().payload().path("Amount").decimalValue()).isEqualByComparingTo(major);
        assertThat(new BigDecimal(MAPPINGS.map("hubspot", "opportunity", event).orElseThrow().payload().path("amount").asText())).isEqualByComparingTo(major);
        assertThat(MAPPINGS.map("ga4", "track", event).orElseThrow().payload().at("/events/0/params/value").decimalValue()).isEqualByComparingTo(major);
        assertThat(MAPPINGS.map("segment", "track", Fixtures.with(event, "payment.refunded", event.subject(), event.time(), event.data())).orElseThrow().payload()
                .at("/properties/revenue").decimalValue()).isEqualByComparingTo(major.negate());
        assertThat(MAPPINGS.map("pipedrive", "opportunity", event).orElseThrow().payload().path("title").asText()).startsWith("Pago pi_hub_1: $").doesNotContain("E");
    }

    /** A text that is no number, or a flag, is no amount: it is left out, not told as it came. */
    @ParameterizedTest
    @ValueSource(strings = {"\"1e18\"", "true", "\"12.345,00\"", "\"many\"", "[]", "null"})
    void whatIsNoNumberIsNoAmount(String amount) {
        Event event = with("payment-processed", "payment.processed", "{\"amount\":" + amount + ",\"currency\":\"usd\"}");
        assertThat(MAPPINGS.map("salesforce", "opportunity", event).orElseThrow().payload().path("Name").asText()).isEqualTo("Pago pi_hub_1");
        Event usage = with("usage-threshold", "user.usage.threshold", "{\"used\":" + amount + ",\"limit\":100}");
        assertThat(MAPPINGS.map("hubspot", "usage", usage).orElseThrow().payload().has("description")).isFalse();
        assertThat(MAPPINGS.map("slack", "subscription-changed", usage).orElseThrow().payload().path("text").asText()).isEqualTo("📈 cus_hub1 se acerca al límite de tokens");
    }

    @Test
    void usageIsWrittenForPeople() {
        Event event = with("usage-threshold", "user.usage.threshold", "{\"used\":9007199254740993,\"limit\":1234567890123456789012.5}");
        assertThat(MAPPINGS.map("slack", "subscription-changed", event).orElseThrow().payload().path("text").asText())
                .contains("(9,007,199,254,740,993 de 1,234,567,890,123,456,789,012.5)");
        assertThat(MAPPINGS.map("salesforce", "usage", event).orElseThrow().payload().path("Description").asText())
                .isEqualTo("9,007,199,254,740,993 de 1,234,567,890,123,456,789,012.5");
    }

    /** What no function of the hub's does is left to jq, whose numbers are doubles: that is said, not done wrong. */
    @ParameterizedTest
    @ValueSource(strings = {".data.n + 1", ".data.n * 100", ".data.n - 1", ".data.n / 3", ".data.n % 7", "-(.data.n)", ".data.n | floor", "[.data.n, 1] | add", ".data.n > 5", ".data.n == 9007199254740992",
        "[1, .data.n] | max", "[1, .data.n] | sort", "major(.data.n; \"usd\") * 2", "(.data.n | opposite) + 1", ".data.n += 1"})
    void jqsOwnArithmeticSaysThatItWouldRound(String expression, @TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("own"));
        Files.writeString(folder.resolve("own/sum.jq"), "{payload: {n: (" + expression + ")}}");
        Mappings own = Fixtures.mappings(folder);
        for (String number : List.of("9007199254740993", "123456789012345678901234567890", "1234567890.1234567891")) {
            assertThatThrownBy(() -> own.map("own", "sum", with("payment-processed", "payment.processed", "{\"n\":" + number + "}"))).isInstanceOf(MappingException.class)
                    .hasMessageContaining("more digits than one holds").hasMessageNotContaining(number);
        }
        assertThat(own.map("own", "sum", with("payment-processed", "payment.processed", "{\"n\":12.5}"))).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {".data.n~N", ".data.n | tostring~\"N\"", "[.data.n]~[N]", "{a: .data.n} | tojson~\"{\\\"a\\\":N}\"", ".data.n | type~\"number\"", "\"\\(.data.n)\"~\"N\"",
        ".data.n | opposite | opposite~N"})
    void elseItPassesThrough(String expression, String answer, @TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("own"));
        Files.writeString(folder.resolve("own/same.jq"), "{payload: {n: (" + expression + ")}}");
        for (String number : List.of("9007199254740993", "123456789012345678901234567890", "1234567890.1234567891", "-0.12345678901234567", "12345", "0.1")) {
            JsonNode payload = Fixtures.mappings(folder).map("own", "same", with("payment-processed", "payment.processed", "{\"n\":" + number + "}")).orElseThrow().payload();
            assertThat(payload.toString()).isEqualTo("{\"n\":" + answer.replace("N", number) + "}");
        }
    }
}
