package com.versaai.hub.verification;

import static com.versaai.hub.verification.Sample.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a stranger sends, every scheme answers with a verdict, and never with yes. */
class HostileRequestsTest {

    private static final int ROUNDS = 400;

    private static final List<byte[]> BODIES = Stream.of("", "{", "[", "\"", "null", "{}", "[[[[", "{\"token\":", "{\"token\":7}",
            "{\"token\":{\"token\":\"\"}}", "{\"token\":\"a\"} x", "\ufeff{\"token\":\"a\"}", "<", "<a/>", "<?xml version=\"1.0\" encoding=\"x-none\"?><a/>", "<a>&x;</a>", "<a",
            "<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>", Samples.envelope("&#0;"), Samples.envelope("<b/>"), Samples.envelope("00D"),
            "[".repeat(5_000), "{\"a\":".repeat(5_000), "<a>".repeat(5_000)).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();

    private static final PrintStream STANDARD_ERROR = System.err;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    /** Java's XML parser would. */
    @AfterEach
    void nothingIsWrittenToStandardError() {
        System.setErr(STANDARD_ERROR);
        assertThat(written.toString(StandardCharsets.UTF_8)).as("seed %d", seed).isEmpty();
    }

    static Stream<Sample> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesAnyBytesWithAVerdict(Sample sample) {
        WebhookVerifier verifier = sample.verifier(sample.otherSecret(), sample.secret());
        SignedRequest right = sample.right();
        for (int round = 0; round < ROUNDS; round++) {
            SignedRequest request = new SignedRequest(random.nextInt(50) == 0 ? text(5) : "POST", right.path(), query(sample, right),
                    headers(sample, right), body(right));
            Verdict verdict = verifier.verify(request, NOW);
            assertThat(verdict).as("seed %d, round %d", seed, round).isNotNull();
            if (verdict.accepted() && sample.verification().scheme().signs()) {
                assertThat(request.body()).as("seed %d, round %d", seed, round).isEqualTo(right.body());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noGuessIsRight(Sample sample) {
        WebhookVerifier verifier = sample.verifier();
        for (int round = 0; round < ROUNDS; round++) {
            int at = round;
            assertThat(sample.withProof(text(random.nextInt(120)).replace("\"", "").replace("\\", "").replace("<", "").replace("&", "")))
                    .allSatisfy(request -> assertThat(verifier.verify(request, NOW)).as("seed %d, round %d", seed, at).isNotEqualTo(Verdict.OK));
        }
    }

    private Map<String, List<String>> headers(Sample sample, SignedRequest right) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : sample.verification().headers()) {
            List<String> values = new ArrayList<>(right.headers().getOrDefault(name, List.of()));
            switch (random.nextInt(8)) {
                case 0 -> values = List.of();
                case 1 -> values = List.of(text(random.nextInt(200)));
                case 2 -> values.add(text(random.nextInt(20)));
                case 3 -> values.replaceAll(this::mutated);
                case 4 -> values = List.of(text(1).repeat(9_000));
                default -> { }
            }
            headers.put(name, values);
        }
        return headers;
    }

    private String query(Sample sample, SignedRequest right) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> text(random.nextInt(60));
            case 2 -> right.query() == null ? "%" : mutated(right.query());
            case 3 -> sample.inQuery() ? sample.queryName() + "=%" + text(3) : "";
            default -> right.query();
        };
    }

    private byte[] body(SignedRequest right) {
        byte[] body = right.body().clone();
        switch (random.nextInt(6)) {
            case 0 -> body[random.nextInt(body.length)] = (byte) random.nextInt();
            case 1 -> body = Arrays.copyOf(body, random.nextInt(body.length));
            case 2 -> random.nextBytes(body);
            case 3 -> body = BODIES.get(random.nextInt(BODIES.size()));
            case 4 -> body = new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
            default -> { }
        }
        return body;
    }

    private String mutated(String text) {
        StringBuilder changed = new StringBuilder(text);
        int at = random.nextInt(changed.length());
        switch (random.nextInt(4)) {
            case 0 -> changed.setCharAt(at, text(1).charAt(0));
            case 1 -> changed.deleteCharAt(at);
            case 2 -> changed.insert(at, text(1 + random.nextInt(3)));
            default -> changed.setLength(at);
        }
        return changed.toString();
    }

    /** Mostly what signatures are made of, some of what headers can't hold. */
    private String text(int length) {
        String likely = "0123456789abcdefABCDEF+/=-_., :%&tv";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(12) == 0 ? (char) random.nextInt(0x10000) : likely.charAt(random.nextInt(likely.length())));
        }
        return text.toString();
    }
}
