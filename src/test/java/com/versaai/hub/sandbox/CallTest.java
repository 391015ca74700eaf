package com.versaai.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTest {

    /** The ledger is what a test compares: a number that the simulator rounds would look like one that the hub has rounded. */
    @ParameterizedTest
    @ValueSource(strings = {"999999999999999.99", "90071992547409.93", "9007199254740993", "0.30000000000000004", "1234567890123456789012345678.90", "0.00", "20.00", "-0.05"})
    void numbersAreKeptAsTheyCame(String number) {
        String body = "{\"value\":" + number + "}";
        assertThat(Call.write(Call.json(body.getBytes(StandardCharsets.UTF_8)).orElseThrow())).isEqualTo(body);
    }
}
