package com.versaai.hub.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of a body that carries the secret. */
class SecretInBodyTest {

    private static final Verification TOKEN = new Verification(Scheme.TOKEN, Map.of("json", "/meta/token"), null);

    private static String kept(String body) {
        return new String(TOKEN.withoutSecret(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"meta\":{\"token\":\"zt-7c1b\"},\"a\":1}            | {\"meta\":{\"token\":\"***\"},\"a\":1}",
        "{ \"a\" : \"Zoë ✓ 😀\" , \"meta\" : { \"b\":[1,{\"token\":\"x\"}], \"token\" : \"z\\u0074\\\"7\" } } | { \"a\" : \"Zoë ✓ 😀\" , \"meta\" : { \"b\":[1,{\"token\":\"x\"}], \"token\" : \"***\" } }",
        "{\"meta\":{\"token\":\"Zoë ✓\"},\"b\":\"token\"}     | {\"meta\":{\"token\":\"***\"},\"b\":\"token\"}"})
    void hidesItAndNothingElse(String body, String kept) {
        assertThat(kept(body)).isEqualTo(kept);
    }

    @Test
    void findsItHoweverLongTheBodyIs() {
        for (int length : new int[] {1, 3_990, 4_000, 8_000, 100_000}) {
            String rest = "é".repeat(length);
            assertThat(kept("{\"r\":\"" + rest + "\",\"meta\":{\"token\":\"" + "s".repeat(length) + "\"},\"t\":\"" + rest + "\"}"))
                    .isEqualTo("{\"r\":\"" + rest + "\",\"meta\":{\"token\":\"***\"},\"t\":\"" + rest + "\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{\"token\":\"x\"}", "{\"meta\":{\"token\":5}}", "{\"meta\":{\"token\":\"x\"}", "garbage", "``", "[]"})
    void leavesWhatHoldsNone(String body) {
        assertThat(kept(body)).isEqualTo(body);
    }

    @Test
    void leavesBodiesOfOtherSchemes() {
        byte[] body = "{\"meta\":{\"token\":\"zt-7c1b\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(new Verification(Scheme.BEARER, Map.of(), null).withoutSecret(body)).isSameAs(body);
        assertThat(new Verification(Scheme.TOKEN, Map.of("header", "X-Key"), null).withoutSecret(body)).isSameAs(body);
    }
}
