package com.versaai.hub.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOutlineTest {

    private static final String SAMPLE = """
            {"id": "evt_test_65RtJz", "object": "v2.core.event", "type": "v1.payment_intent.succeeded", "livemode": false,
             "created": "2025-10-09T08:53:20.000Z", "context": null, "reason": {"request": {"id": "req_1", "n": [1, -2.5e3, true]}},
             "related_object": {"id": "pi_3Abc", "type": "payment_intent", "url": "/v1/payment_intents/pi_3Abc"}}
            """;
    private static final List<String> WANTED = List.of("/id", "/type", "/object");

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonOutline outline(byte[] body) {
        return JsonOutline.of(body, WANTED);
    }

    private static List<String> words(byte[] body) {
        JsonOutline outline = outline(body);
        return WANTED.stream().map(outline::text).toList();
    }

    @Test
    void readsWhatLiesDeeper() {
        JsonOutline outline = JsonOutline.of(utf8("{\"data\":{\"meta\":{\"id\":1}},\"meta\":{\"x\":[{\"id\":2}],\"id\":\"in\",\"of\":{\"id\":3}},\"id\":\"4\"}"),
                List.of("/meta/id", "/id", "/meta/x", "/meta/none", "/none/id"));
        assertThat(outline.text("/meta/id")).isEqualTo("in");
        assertThat(outline.text("/id")).isEqualTo("4");
        assertThat(outline.text("/meta/x")).isNull();
        assertThat(outline.text("/meta/none")).isNull();
        assertThat(outline.text("/none/id")).isNull();
        assertThatThrownBy(() -> JsonOutline.of(utf8("{\"meta\":{\"id\":1},\"meta\":{\"id\":2}}"), List.of("/meta/id"))).hasMessageContaining("more than one meta");
        assertThatThrownBy(() -> JsonOutline.of(utf8("{\"meta\":{\"id\":1"), List.of("/meta/id"))).isInstanceOf(MalformedBodyException.class);
    }

    @Test
    void readsTopLevelIdTypeAndObjectOnly() {
        byte[] body = utf8("{\"data\":{\"id\":\"inner\",\"type\":\"x\"},\"id\":\"evt_1\",\"list\":[{\"id\":\"no\"}],\"type\":\"a.b\",\"object\":\"event\"}");
        assertThat(words(body)).containsExactly("evt_1", "a.b", "event");
    }

    @Test
    void acceptsAnyValueAndLeavesOutWhatIsNoText() {
        assertThat(words(utf8("{\"id\":5,\"type\":null,\"object\":{\"id\":\"x\"}}"))).containsOnlyNulls();
        assertThat(words(utf8(" [ {\"id\":\"x\"}, 1 ] \n"))).containsOnlyNulls();
        assertThat(words(utf8("{}"))).containsOnlyNulls();
        assertThat(words(utf8("\"text\""))).containsOnlyNulls();
        assertThat(outline(utf8("{\"id\":\"Zoë ✓ 💰\"}")).text("/id")).isEqualTo("Zoë ✓ 💰");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "{", "[", "{\"a\":", "{\"a\":1", "{\"a\":[1,2}", "{\"a\"}", "{a:1}", "{'a':1}", "{\"a\":1,}", "{\"a\":01}",
        "{\"a\":NaN}", "{\"a\":tru}", "{} {}", "{}x", "1 2", "{\"a\":\"\u0001\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"open}",
        "// c\n{}", "secretword", "{\"a\":secretword}", "{\"id\":\"1\",\"id\":\"2\"}", "{\"type\":1,\"type\":\"2\"}", "\uFEFF{}", "}", "]", ",", "{\"id\":\"a\\u0000b\"}",
        "{\"id\":\"\\ud800\"}", "{\"type\":\"a\\nb\"}"})
    void refusesWhatIsNotOneJsonValueWithoutQuotingIt(String body) {
        assertThatThrownBy(() -> outline(utf8(body))).isInstanceOf(MalformedBodyException.class)
                .hasNoCause().hasMessageNotContaining("secretword");
    }

    @Test
    void refusesEveryOtherEncoding() {
        for (String charset : new String[] {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"}) {
            assertThatThrownBy(() -> outline("{\"id\":\"x\"}".getBytes(Charset.forName(charset)))).as(charset)
                    .isInstanceOf(MalformedBodyException.class).hasMessage("not UTF-8");
        }
        assertThatThrownBy(() -> outline("{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1))).hasMessage("not UTF-8");
        // Overlong slash, surrogate as three bytes, cut sequence, above U+10FFFF
        for (String hex : new String[] {"c0af", "eda080", "e282", "f4908080", "ff", "80"}) {
            byte[] body = HexFormat.of().parseHex("7b2261223a22" + hex + "227d");
            assertThatThrownBy(() -> outline(body)).as(hex).isInstanceOf(MalformedBodyException.class).hasMessage("not UTF-8");
        }
    }

    @Test
    void boundsDepthNumbersNamesAndIds() {
        assertThatCode(() -> outline(utf8("[".repeat(200) + "]".repeat(200)))).doesNotThrowAnyException();
        assertThatThrownBy(() -> outline(utf8("[".repeat(201) + "]".repeat(201)))).hasMessageContaining("exceeds a limit");
        assertThatThrownBy(() -> outline(utf8("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)))).hasMessageContaining("exceeds a limit");
        assertThatThrownBy(() -> outline(utf8("[".repeat(1_000_000)))).hasMessageContaining("exceeds a limit");
        assertThatThrownBy(() -> StrictJson.tree(utf8("[".repeat(10_000) + "]".repeat(10_000)))).hasMessageContaining("exceeds a limit");
        assertThatThrownBy(() -> outline(utf8("[" + "9".repeat(101) + "]"))).hasMessageContaining("exceeds a limit");
        assertThatThrownBy(() -> outline(utf8("{\"" + "n".repeat(10_001) + "\":1}"))).hasMessageContaining("exceeds a limit");
        assertThatThrownBy(() -> outline(utf8("{\"id\":\"" + "n".repeat(256) + "\"}"))).hasMessageContaining("id is longer");
        assertThatCode(() -> outline(utf8("{\"big\":\"" + "n".repeat(900_000) + "\",\"e\":1e999999999}"))).doesNotThrowAnyException();
    }

    @Test
    void agreesWithAnotherParserOnRandomlyDamagedEvents() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = utf8(SAMPLE);
        ObjectMapper reference = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        for (int round = 0; round < 5_000; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) (random.nextInt(3) == 0 ? "{}[]\",:\\".charAt(random.nextInt(8)) : 32 + random.nextInt(95));
            boolean readable = readable(reference, bad);
            boolean ours = true;
            boolean treeToo = true;
            try {
                outline(bad);
            } catch (MalformedBodyException e) {
                // Stricter than a parser here: usable id, type and object, each at most once.
                ours = e.getMessage().endsWith("not plain text") || e.getMessage().matches("more than one (id|type|object)");
            }
            try {
                StrictJson.tree(bad);
            } catch (MalformedBodyException e) {
                treeToo = false;
            }
            assertThat(ours).as("seed %d: %s", seed, new String(bad, StandardCharsets.UTF_8)).isEqualTo(readable).isEqualTo(treeToo);
        }
    }

    private static boolean readable(ObjectMapper reference, byte[] body) {
        try {
            reference.readTree(new String(body, StandardCharsets.UTF_8));
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    @Test
    void treeRefusesTrailingContentAndNothingAtAll() {
        assertThatThrownBy(() -> StrictJson.tree(utf8("{} {}"))).isInstanceOf(MalformedBodyException.class);
        assertThatThrownBy(() -> StrictJson.tree(utf8("{}x"))).isInstanceOf(MalformedBodyException.class);
        assertThatThrownBy(() -> StrictJson.tree(utf8("  "))).isInstanceOf(MalformedBodyException.class);
        assertThatThrownBy(() -> StrictJson.tree(new byte[0])).isInstanceOf(MalformedBodyException.class);
    }
}
