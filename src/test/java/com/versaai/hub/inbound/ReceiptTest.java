package com.versaai.hub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.verification.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final Instant NOW = Instant.parse("2026-10-09T08:53:20.123456Z");

    private static Receipt receipt(String query, Map<String, List<String>> headers) {
        return new Receipt("stripe", NOW, "POST", "/webhooks/stripe", query, headers, new byte[] {0, -1, '{'}, Verdict.OK, "evt_1", "a.b", "ops");
    }

    /** As Kafka does it: header values are bytes. */
    private static Receipt stored(Receipt receipt) {
        Map<String, Object> record = new HashMap<>(Map.of("kafka.TOPIC", "hub.inbox", "other", new byte[] {-1}));
        receipt.toRecordHeaders().forEach((name, value) -> record.put(name, value.getBytes(StandardCharsets.UTF_8)));
        return Receipt.of(record, receipt.body());
    }

    @Test
    void comesBackAsItWent() {
        Receipt receipt = receipt("a=1&b=zo%C3%AB", Map.of("Stripe-Signature", List.of("t=1,v1=2"), "x-twice", List.of("1", "2")));
        Receipt back = stored(receipt);
        assertThat(back).usingRecursiveComparison().isEqualTo(receipt);
        assertThat(back.body()).isSameAs(receipt.body());
        assertThat(back.headers()).containsOnlyKeys("stripe-signature", "x-twice");
        assertThat(receipt.toRecordHeaders().keySet()).allMatch(name -> name.startsWith(Receipt.PREFIX));
        assertThat(Receipt.of(receipt.toRecordHeaders(), receipt.body())).usingRecursiveComparison().isEqualTo(receipt);
    }

    @Test
    void absentPartsStayAbsent() {
        Receipt receipt = new Receipt("hubspot", NOW, "POST", "/", null, Map.of(), new byte[0], Verdict.OK, null, null, null);
        assertThat(stored(receipt)).usingRecursiveComparison().isEqualTo(receipt);
        assertThat(receipt.toRecordHeaders()).doesNotContainKeys("hub-query", "hub-type", "hub-provider-event-id", "hub-edited-by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "PROXY-AUTHORIZATION", "Cookie", "set-cookie", "X-API-Key", "api_key", "x-hub-secret", "X-Zoho-Token", "X-Password"})
    void keepsNoCredentialHeaders(String name) {
        assertThat(receipt(null, Map.of(name, List.of("hunter2"), "x-request-id", List.of("r"))).headers()).containsOnlyKeys("x-request-id");
    }

    @Test
    void keepsNoCredentialParameters() {
        assertThat(receipt("a=1&code=hunter2&x_token=hunter2&API-KEY=hunter2&design=ok&keyboard=ok&code=", Map.of()).query())
                .isEqualTo("a=1&code=***&x_token=***&API-KEY=***&design=ok&keyboard=ok&code=***");
    }

    @Test
    void isBoundedInNumberAndSize() {
        Map<String, List<String>> many = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            many.put("h" + i, List.of("v"));
        }
        assertThat(receipt(null, many).headers()).hasSize(100);
        Map<String, List<String>> big = Map.of("big", List.of("x".repeat(20_000)), "small", List.of("v"), "wide", List.of("\u00e9".repeat(2_000)));
        assertThat(receipt(null, big).headers()).containsOnlyKeys("small");
        assertThat(receipt("q".repeat(9_999), Map.of()).query()).hasSize(2048);
        assertThat(stored(receipt("q".repeat(9_999), many))).usingRecursiveComparison().isEqualTo(receipt("q".repeat(9_999), many));
    }

    @Test
    void anyCharactersComeBackAndTheBoundHolds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Map<String, List<String>> headers = new HashMap<>();
            for (int i = random.nextInt(120); i >= 0; i--) {
                char[] value = new char[random.nextInt(200)];
                for (int k = 0; k < value.length; k++) {
                    value[k] = (char) random.nextInt(random.nextBoolean() ? 256 : 65536);
                }
                headers.put("h" + i, List.of(new String(value)));
            }
            Receipt receipt = receipt(null, headers);
            assertThat(stored(receipt).headers()).as("seed %d", seed).isEqualTo(receipt.headers());
            assertThat(receipt.toRecordHeaders().get("hub-headers")).as("seed %d", seed).hasSizeLessThanOrEqualTo(ReceiptHeaders.MAX_BYTES).isASCII();
        }
    }

    @Test
    void refusesRecordsThatHoldNoRequest() {
        Map<String, String> good = receipt(null, Map.of()).toRecordHeaders();
        for (String name : List.of("hub-format", "hub-source", "hub-received-at", "hub-method", "hub-path", "hub-headers", "hub-verdict")) {
            Map<String, Object> without = new HashMap<>(good);
            without.remove(name);
            assertThatThrownBy(() -> Receipt.of(without, utf8("{}"))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(name);
            Map<String, Object> odd = new HashMap<>(good);
            odd.put(name, 5);
            assertThatThrownBy(() -> Receipt.of(odd, utf8("{}"))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(name);
        }
        for (String json : List.of("[]", "null", "{\"a\":null}", "{\"a\":[null]}", "{\"a\":5}", "x")) {
            Map<String, Object> odd = new HashMap<>(good);
            odd.put("hub-headers", json);
            assertThatThrownBy(() -> Receipt.of(odd, utf8("{}"))).as(json).isInstanceOf(IllegalArgumentException.class);
        }
        Map<String, Object> odd = new HashMap<>(good);
        odd.put("hub-verdict", "fine");
        assertThatThrownBy(() -> Receipt.of(odd, utf8("{}"))).hasMessageContaining("hub-verdict");
    }

    @Test
    void saysNothingPersonalAboutItself() {
        assertThat(receipt("mail=a@b.test", Map.of("from", List.of("a@b.test"))).toString()).contains("evt_1", "3 bytes").doesNotContain("a@b.test");
    }
}
