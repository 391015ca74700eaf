package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"12345|usd|$123.45", "0|USD|$0.00", "5|usd|$0.05", "-500|usd|-$5.00",
        "123456789|eur|€1,234,567.89", "5000|jpy|¥5,000", "100000|krw|₩100,000", "5120|kwd|KWD 5.120", "1000|bhd|BHD 1.000",
        "500|ugx|UGX 5", "505|ugx|UGX 5.05", "12300|isk|ISK 123", "1045|huf|HUF 10.45", "80045|twd|NT$800.45", "7|mga|MGA 7",
        "100|xyz|XYZ 1.00", "100|<!channel>|¤1.00", "100|''|¤1.00", "12345.6|usd|$123.456", "999999999999999|usd|$9,999,999,999,999.99"})
    void isWritten(BigDecimal minor, String currency, String text) {
        assertThat(Money.format(minor, currency)).isEqualTo(text);
    }

    @Test
    void needsNoCurrency() {
        assertThat(Money.format(BigDecimal.TEN, null)).isEqualTo("¤0.10");
        assertThat(Money.code(null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"12345,usd,123.45", "5000,jpy,5000", "5120,kwd,5.120", "10000,usd,100.00", "1.5,usd,0.015"})
    void becomesMajor(BigDecimal minor, String currency, String major) {
        assertThat(Money.major(minor, currency).toPlainString()).isEqualTo(major);
    }
}
