package com.versaai.hub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventRequestsTest {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String GOOD = "{\"specversion\":\"1.0\",\"id\":\"i1\",\"source\":\"/versaai\",\"type\":\"user.registered\",\"data\":{\"id\":\"u1\"}}";

    private final CloudEventRequests requests = new CloudEventRequests(new ReservedSources(List.of("/stripe", "/hub")));

    @Test
    void readsAStructuredEvent() {
        Event event = read(STRUCTURED + "; charset=UTF-8", GOOD.replace("\"data\"",
                "\"time\":\"2026-01-05T10:00:00.5+01:00\",\"subject\":\"s\",\"correlationid\":\"c\",\"tenant\":\"t\",\"unknownext\":1,"
                + "\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"data\"")).get(0);
        assertThat(event.id()).isEqualTo(EventId.of("/versaai", "i1", "user.registered"));
        assertThat(event.originid()).isEqualTo("i1");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-05T09:00:00.5Z"));
        assertThat(event).extracting(Event::subject, Event::correlationid, Event::tenant, Event::dataversion).containsExactly("s", "c", "t", "1.0");
        assertThat(event.traceparent()).startsWith("00-0af");
        assertThat(event.data()).containsEntry("id", "u1");
    }

    @Test
    void fillsInWhatMayBeMissing() {
        Instant before = Instant.now();
        Event event = read(STRUCTURED, GOOD).get(0);
        assertThat(event.time()).isBetween(before, Instant.now());
        assertThat(event.subject()).isEqualTo("u1");
        assertThat(event.correlationid()).isEqualTo(event.id());
        assertThat(read(STRUCTURED, GOOD.replace("{\"id\":\"u1\"}", "{\"id\":\"u1\",\"customerId\":\"cus_1\"}")).get(0).subject()).isEqualTo("cus_1");
        assertThat(read(STRUCTURED, GOOD.replace("{\"id\":\"u1\"}", "{\"id\":17}")).get(0).subject()).isEqualTo("17");
        assertThat(read(STRUCTURED, GOOD.replace("{\"id\":\"u1\"}", "{\"id\":{}}")).get(0).subject()).isEqualTo("i1");
        assertThat(read(STRUCTURED, GOOD.replace("\"data\"", "\"traceparent\":\"nonsense\",\"data\"")).get(0).traceparent()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"specversion\":\"1.0\",|\"specversion\":\"0.3\",|/specversion", "\"specversion\":\"1.0\",||/specversion",
        "\"id\":\"i1\",||/id", "\"id\":\"i1\"|\"id\":\"\"|/id", "\"id\":\"i1\"|\"id\":5|/id", "\"id\":\"i1\"|\"id\":null|/id",
        "\"id\":\"i1\"|\"id\":\"a\\u0000b\"|/id", "\"id\":\"i1\"|\"id\":\"a\\ud800\"|/id",
        "/versaai|not a uri|/source", "/versaai|/stripe|/source", "/versaai|/Hub/health|/source", "\"source\":\"/versaai\"|\"source\":\" \"|/source",
        "user.registered|User.Registered|/type", "user.registered|user..x|/type", "user.registered|.x|/type", "user.registered|usér|/type",
        "{\"id\":\"u1\"}|[1]|/data", "{\"id\":\"u1\"}|\"text\"|/data", "{\"id\":\"u1\"}|null|/data", ",\"data\":{\"id\":\"u1\"}||/data",
        "\"data\":{\"id\":\"u1\"}|\"data_base64\":\"AA==\"|/data_base64", "\"data\"|\"time\":\"yesterday\",\"data\"|/time",
        "\"data\"|\"time\":\"2026-01-05T10:00:00\",\"data\"|/time", "\"data\"|\"time\":\"+999999999-01-05T10:00:00Z\",\"data\"|/time",
        "\"data\"|\"time\":\"-0001-01-05T10:00:00Z\",\"data\"|/time", "\"data\"|\"subject\":\"\",\"data\"|/subject",
        "\"data\"|\"tenant\":{},\"data\"|/tenant", "\"u1\"|1e999|/data/id", "\"data\"|\"id\":\"i2\",\"data\"|/id"})
    void saysWhereItIsWrong(String from, String to, String pointer) {
        String bad = GOOD.replace(from, to == null ? "" : to);
        assertThat(bad).isNotEqualTo(GOOD);
        ProblemException problem = refused(STRUCTURED, bad.getBytes(UTF_8), Map.of());
        assertThat(problem.problem().status()).as(bad).isEqualTo(400);
        assertThat(problem.problem().extensions()).as(problem.getMessage()).containsEntry("pointer", pointer);
        ProblemException inBatch = refused(BATCH, ("[" + GOOD + "," + bad + "]").getBytes(UTF_8), Map.of());
        assertThat(inBatch.problem().extensions()).containsEntry("pointer", "/1" + pointer);
    }

    @Test
    void neverEchoesWhatWasSent() {
        for (String bad : List.of(GOOD.replace("i1", "s3cret\\u0001"), GOOD.replace("\"data\"", "\"s3cret key\":1,\"s3cret key\":2,\"data\""),
                GOOD.replace("user.registered", "S3CRET s3cret"), GOOD.replace("1.0", "s3cret"), "s3cret", "{\"a\":s3cret}", GOOD + "s3cret",
                "{\"data\":{\"s3cret key\":1e999}}")) {
            ProblemException problem = refused(STRUCTURED, bad.getBytes(UTF_8), Map.of());
            assertThat(new String(new Problems().bytes(problem.problem()), UTF_8)).doesNotContainIgnoringCase("s3cret");
            assertThat(problem.getMessage()).doesNotContainIgnoringCase("s3cret");
        }
    }

    @Test
    void refusesWhatIsNotJson() {
        byte[] latin = GOOD.replace("u1", "\u00e9").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] wide = GOOD.getBytes(java.nio.charset.StandardCharsets.UTF_16);
        String deep = GOOD.replace("\"u1\"", "[".repeat(10_000) + "]".repeat(10_000));
        for (byte[] bad : List.of(new byte[0], latin, wide, deep.getBytes(UTF_8), "null".getBytes(UTF_8), "[]".getBytes(UTF_8),
                GOOD.replace("\"u1\"", "NaN").getBytes(UTF_8), GOOD.replace("\"u1\"", "1".repeat(200)).getBytes(UTF_8), GOOD.substring(5).getBytes(UTF_8))) {
            assertThat(refused(STRUCTURED, bad, Map.of()).problem().status()).isEqualTo(400);
        }
    }

    @Test
    void batchesHaveOneToAHundred() {
        assertThat(read(BATCH, batch(100))).hasSize(100);
        for (String bad : List.of("[]", batch(101), GOOD, "[1]", "[null]")) {
            assertThat(refused(BATCH, bad.getBytes(UTF_8), Map.of()).problem().status()).isEqualTo(400);
        }
    }

    @Test
    void otherTypesAre415() {
        for (String type : List.of("text/plain", "application/json", "application/cloudevents+xml", "", STRUCTURED + "; charset=utf-16")) {
            assertThat(refused(type, GOOD.getBytes(UTF_8), Map.of()).problem().status()).as(type).isEqualTo(415);
        }
        assertThat(refused("text/plain", "{}".getBytes(UTF_8), binary()).problem().status()).isEqualTo(415);
        String xml = GOOD.replace("\"data\"", "\"datacontenttype\":\"text/xml\",\"data\"");
        assertThat(refused(STRUCTURED, xml.getBytes(UTF_8), Map.of()).problem().status()).isEqualTo(415);
    }

    @Test
    void binaryModeDecodesPercent() {
        Map<String, Object> headers = binary();
        headers.put("CE-Subject", "Ren%C3%A9e%20%E2%82%AC");
        Event event = requests.events("{\"a\":1}".getBytes(UTF_8), headers).get(0);
        assertThat(event.subject()).isEqualTo("Renée €");
        assertThat(event.data()).containsEntry("a", 1);
        headers.put("CE-Subject", "\"a \\\"b\\\" %41\"");
        assertThat(requests.events("{}".getBytes(UTF_8), headers).get(0).subject()).isEqualTo("a \"b\" A");
        headers.put("CE-Subject", new String("Renée €".getBytes(UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(requests.events("{}".getBytes(UTF_8), headers).get(0).subject()).isEqualTo("Renée €");
        for (String bad : List.of("100%", "%zz", "%C3", "%00", "%-1")) {
            headers.put("CE-Subject", bad);
            assertThat(refused("application/json", "{}".getBytes(UTF_8), headers).problem().extensions()).as(bad).containsEntry("header", "ce-subject");
        }
    }

    /** SDKs write extensions as they are; one that the hub drops is no reason to refuse the event. */
    @Test
    void whatIsDroppedMayBeAnything() {
        Map<String, Object> headers = binary();
        for (String odd : List.of("100%", "%zz", "%ff", "%00", "\"", "")) {
            headers.put("ce-discount", odd);
            headers.put("ce-dataschema", odd);
            assertThat(requests.events("{\"a\":1}".getBytes(UTF_8), headers)).as(odd).hasSize(1);
        }
    }

    /** RFC 3339, where it and Java differ. */
    @ParameterizedTest
    @CsvSource({"2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z", "2016-12-31T15:59:60.5-08:00, 2017-01-01T00:00:00.5Z", "2026-01-05T10:00:00+23:59, 2026-01-04T10:01:00Z",
        "2026-01-05T10:00:00-23:59, 2026-01-06T09:59:00Z", "2026-01-05T10:00:00.123456789012Z, 2026-01-05T10:00:00.123456789Z", "2026-01-05t10:00:00z, 2026-01-05T10:00:00Z",
        "2026-01-05T10:00:00-00:00, 2026-01-05T10:00:00Z", "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z", "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z", "2026-01-05T10:00:00.1Z, 2026-01-05T10:00:00.1Z"})
    void timesAreThoseOfRfc3339(String time, Instant moment) {
        assertThat(read(STRUCTURED, GOOD.replace("\"data\"", "\"time\":\"" + time + "\",\"data\"")).get(0).time()).isEqualTo(moment);
        Map<String, Object> headers = binary();
        headers.put("ce-time", time);
        assertThat(requests.events("{}".getBytes(UTF_8), headers).get(0).time()).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-05T10:00Z", "2026-01-05T10:00+01:00", "2026-01-05T10:00:00", "2026-01-05 10:00:00Z", "2026-01-05T24:00:00Z", "2026-01-05T10:60:00Z", "2026-01-05T10:00:61Z",
        "2026-01-05T10:00:60Z", "2016-12-31T23:59:60+01:00", "2026-02-29T10:00:00Z", "2026-01-05T10:00:00+24:00", "2026-01-05T10:00:00+1:00", "2026-01-05T10:00:00+01:00:00", "2026-01-05T10:00:00.Z",
        "2026-01-05T10:00:00,5Z", "02026-01-05T10:00:00Z", "-2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z ", "2026-1-5T10:00:00Z", "20260105T100000Z", "2026-01-05T10:00:00+0100",
        "9999-12-31T23:59:59-23:59", "0000-01-01T00:00:00+00:01", "2026-01-05T10:00:00Z[UTC]", "\u0662026-01-05T10:00:00Z"})
    void otherTimesAreNone(String time) {
        assertThat(refused(STRUCTURED, GOOD.replace("\"data\"", "\"time\":\"" + time + "\",\"data\"").getBytes(UTF_8), Map.of()).problem().extensions()).containsEntry("pointer", "/time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "UTF-8", "\"utf-8\"", "utf8", "UTF8", "us-ascii", "US-ASCII", "\"us-ascii\"", "ascii"})
    void charsetsThatAreUtf8AreTaken(String charset) {
        assertThat(read(STRUCTURED + ";charset=" + charset, GOOD)).hasSize(1);
        Map<String, Object> headers = binary();
        headers.put("Content-Type", "application/json; charset=" + charset);
        assertThat(requests.events("{}".getBytes(UTF_8), headers)).hasSize(1);
        for (String other : List.of("utf-16", "iso-8859-1", "latin1", "windows-1252", "utf-7", "no such thing", "", "*")) {
            assertThat(refused(STRUCTURED + "; charset=" + other, GOOD.getBytes(UTF_8), Map.of()).problem().status()).as(other).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012345678901234567890", "0.123456789012345678901234567890", "9007199254740993", "90071992547409.93", "1e308", "-1.5e-300", "20.00"})
    void numbersKeepEveryDigit(String number) {
        Object read = read(STRUCTURED, GOOD.replace("\"u1\"", number)).get(0).data().get("id");
        assertThat(new java.math.BigDecimal(read.toString())).isEqualTo(new java.math.BigDecimal(number));
        for (String beyond : List.of("1e309", "-1e400", "1e-400", "1e999999999", "1e-999999999", "0e999999999")) {
            assertThat(refused(STRUCTURED, GOOD.replace("\"u1\"", beyond).getBytes(UTF_8), Map.of()).problem().extensions()).as(beyond).containsEntry("pointer", "/data/id");
        }
    }

    @Test
    void dataMayBeBase64() {
        String base64 = java.util.Base64.getEncoder().encodeToString("{\"id\":\"u1\",\"s\":\"\u00e9\"}".getBytes(UTF_8));
        String event = GOOD.replace("\"data\":{\"id\":\"u1\"}", "\"data_base64\":\"" + base64 + "\"");
        for (String sent : List.of(event, event.replace("\"id\":\"i1\"", "\"id\":\"i1\",\"datacontenttype\":\"application/json\""))) {
            assertThat(read(STRUCTURED, sent).get(0).data()).containsEntry("s", "\u00e9").containsEntry("id", "u1");
            assertThat(read(STRUCTURED, sent).get(0).subject()).isEqualTo("u1");
            assertThat(read(BATCH, "[" + sent + "]")).hasSize(1);
        }
        for (String bad : List.of("", "AA==", "W10=", "bnVsbA==", "e30=!", "e3 0=", "eyJhIjoxfQ==eyJhIjoxfQ==", "eyJhIjoxLCJhIjoyfQ==", "/w==")) {
            ProblemException problem = refused(STRUCTURED, event.replace(base64, bad).getBytes(UTF_8), Map.of());
            assertThat(problem.problem().status()).as(bad).isEqualTo(400);
            assertThat(problem.problem().extensions().get("pointer").toString()).as(bad).startsWith("/data_base64");
        }
        for (String bad : List.of("5", "[]", "{}", "true")) {
            assertThat(refused(STRUCTURED, event.replace('"' + base64 + '"', bad).getBytes(UTF_8), Map.of()).problem().extensions()).as(bad).containsEntry("pointer", "/data_base64");
        }
        assertThat(read(STRUCTURED, event.replace('"' + base64 + '"', "null,\"data\":{\"id\":\"u2\"}")).get(0).subject()).as("null is absent").isEqualTo("u2");
        assertThat(refused(STRUCTURED, event.replace('"' + base64 + '"', "null").getBytes(UTF_8), Map.of()).problem().extensions()).containsEntry("pointer", "/data");
        assertThat(refused(STRUCTURED, event.replace("\"data_base64\"", "\"data\":{},\"data_base64\"").getBytes(UTF_8), Map.of()).problem().extensions())
                .as("one or the other").containsEntry("pointer", "/data_base64");
    }

    /** As the SDKs send a source: a URI reference, raw. Decoded as the binding says it may be none any more, and is made one again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"/p%20q|/p%20q", "/p%2520q|/p%20q", "/p%C3%A9|/p\u00e9", "https://example.com/a%20b?c=%22d%22|https://example.com/a%20b?c=%22d%22",
        "/100%25|/100%25", "\"/p q\"|/p%20q", "/a%7Bb%7D%5E|/a%7Bb%7D%5E", "urn:x:y%3Cz%3E|urn:x:y%3Cz%3E", "/plain|/plain", "/a%2Fb|/a/b", "/p%5Cq|/p%5Cq"})
    void aSourceIsAUriReferenceAlsoInAHeader(String header, String source) {
        Map<String, Object> headers = binary();
        headers.put("ce-source", header);
        Event event = requests.events("{}".getBytes(UTF_8), headers).get(0);
        assertThat(event.source()).isEqualTo(source);
        assertThat(event.id()).isEqualTo(EventId.of(source, "1", "a.b"));
        for (String reserved : List.of("/stripe", "/str%69pe", "/%73tripe", "/x%20y/../stripe", "/hub%2Fx", "/hub/p%20q")) {
            headers.put("ce-source", reserved);
            assertThat(refused("application/json", "{}".getBytes(UTF_8), headers).problem().extensions()).as(reserved).containsEntry("header", "ce-source");
        }
        for (String bad : List.of("/p%", "/p%2", "/p%zz", "/p%00", "/p%ff", "%20")) {
            headers.put("ce-source", bad);
            assertThat(refused("application/json", "{}".getBytes(UTF_8), headers).problem().extensions()).as(bad).containsEntry("header", "ce-source");
        }
    }

    /** The Java SDK writes it without encoding, and its own reader gives it back as it was: one source, whichever mode carried it. */
    @ParameterizedTest
    @ValueSource(strings = {"/p%20q", "/versaai/proj%20x%22y", "https://h.example/%7Ba%7D?q=%3C", "/100%25", "/p\u00e9", "urn:a:b"})
    void theSdksSourceIsTheSameInBothModes(String source) {
        CloudEvent sent = CloudEventBuilder.v1().withId("1").withSource(URI.create(source)).withType("a.b").withData("application/json", "{}".getBytes(UTF_8)).build();
        Map<String, Object> headers = new HashMap<>();
        List<Event> got = new java.util.ArrayList<>();
        HttpMessageFactory.createWriter(headers::put, body -> got.addAll(requests.events(body, typed(headers, "application/json")))).writeBinary(sent);
        headers.clear();
        HttpMessageFactory.createWriter(headers::put, body -> got.addAll(requests.events(body, headers))).writeStructured(sent, JsonFormat.CONTENT_TYPE);
        assertThat(got).hasSize(2).extracting(Event::source).containsOnly(source);
        assertThat(got).extracting(Event::id).containsOnly(got.get(0).id());
    }

    @Test
    void readsWhatTheSdkWrites() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            CloudEvent sent = random(random, i);
            Map<String, Object> headers = new HashMap<>();
            // The SDK sends attributes raw, also those that the binding wants percent-encoded.
            HttpMessageFactory.createWriter(headers::put, body -> check(sent, requests.events(body, typed(headers, "application/json")).get(0)))
                    .writeBinary(sent);
            headers.clear();
            HttpMessageFactory.createWriter(headers::put, body -> check(sent, requests.events(body, headers).get(0)))
                    .writeStructured(sent, JsonFormat.CONTENT_TYPE);
        }
    }

    private static Map<String, Object> typed(Map<String, Object> headers, String type) {
        headers.putIfAbsent("Content-Type", type);
        return headers;
    }

    private static CloudEvent random(Random random, int i) {
        return CloudEventBuilder.v1().withId(text(random)).withSource(URI.create("/versaai/" + i)).withType("user.t_" + i)
                .withSubject(text(random)).withTime(OffsetDateTime.ofInstant(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)), ZoneOffset.UTC))
                .withExtension("tenant", text(random)).withExtension("other", random.nextInt())
                .withData("application/json", ("{\"n\":" + random.nextInt() + ",\"s\":\"\\u00e9\"}").getBytes(UTF_8)).build();
    }

    private static String text(Random random) {
        String alphabet = "abcXYZ019 \"\\+;,=é€ß漢\uD83D\uDE00/";
        int[] points = alphabet.codePoints().toArray();
        return "t" + random.ints(random.nextInt(20), 0, points.length).mapToObj(i -> Character.toString(points[i])).collect(Collectors.joining());
    }

    private static void check(CloudEvent sent, Event got) {
        assertThat(got.originid()).isEqualTo(sent.getId());
        assertThat(got.source()).isEqualTo(sent.getSource().toString());
        assertThat(got.type()).isEqualTo(sent.getType());
        assertThat(got.subject()).isEqualTo(sent.getSubject());
        assertThat(got.time()).isEqualTo(sent.getTime().toInstant());
        assertThat(got.tenant()).isEqualTo(sent.getExtension("tenant"));
        assertThat(got.data()).containsEntry("s", "é").hasSize(2);
    }

    private List<Event> read(String type, String body) {
        return requests.events(body.getBytes(UTF_8), Map.of("Content-Type", type));
    }

    private ProblemException refused(String type, byte[] body, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put("Content-Type", type);
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> requests.events(body, all));
        assertThat(problem).as(type + ": " + new String(body, 0, Math.min(body.length, 300), UTF_8)).isNotNull();
        return problem;
    }

    private static Map<String, Object> binary() {
        return new HashMap<>(Map.of("Content-Type", "application/json", "ce-specversion", "1.0", "ce-id", "1", "ce-source", "/s", "ce-type", "a.b"));
    }

    private static String batch(int count) {
        return IntStream.range(0, count).mapToObj(i -> GOOD.replace("i1", "i" + i)).collect(Collectors.joining(",", "[", "]"));
    }
}
