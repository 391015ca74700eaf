package hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Header lines: names and values spoilt, doubled, huge, many, folded. */
final class Headers {

    private static final List<String> TYPES = List.of("application/json", "application/cloudevents+json", "application/cloudevents-batch+json", ";", ";;;",
            "*/*", "application/*", "/", "json", "", " ", "application/json;", "application/json; charset=utf-16", "application/json; charset=no-such",
            "application/json; charset=", "text/plain; charset=\"", "multipart/form-data", "multipart/form-data; boundary=",
            "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=UTF-16", "application/json, text/html",
            "application/json\u0000", "a/b; q=\u00ff", "application/x-java-serialized-object", "text/json", "a".repeat(300) + "/b");
    private static final List<String> ACCEPTS = List.of("*/*", "application/json", "text/html", ";", ";;", "b,,d/;", "*", "*/", "/*", "text/*;q=9", "text/html;q=x",
            "text/event-stream", "application/problem+json", ",", "a", "application/json;q=", "*/json", "text/html;level", "application/vnd.spring-boot.actuator.v3+json",
            "text/plain;version=0.0.4");
    private static final List<String> NAMES = List.of("Accept", "Accept-Language", "Accept-Encoding", "Authorization", "Cache-Control", "Cookie", "Expect",
            "Forwarded", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "Idempotency-Key", "Origin", "Range", "Referer", "Sec-Fetch-Site",
            "TE", "Trailer", "Upgrade", "User-Agent", "X-API-Key", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-HTTP-Method-Override",
            "X-Request-Id", "X-Correlation-Id", "traceparent", "tracestate", "Stripe-Signature", "X-Slack-Signature", "ce-id", "ce-type", "ce-source",
            "CamelHttpUri", "kafka.OVERRIDE_TOPIC", "Content-Encoding", "Content-MD5", "Via", "Max-Forwards", "Access-Control-Request-Method",
            "HTTP2-Settings", "Last-Event-ID", "Date", "From", "Proxy-Authorization", "X-XSRF-TOKEN");
    private static final List<String> VALUES = List.of("", "1", "-1", "x", "gzip", "br", "bytes=0-", "bytes=9-1,5-", "\"x\"", "W/\"", "null", "https://evil.example",
            "cross-site", "100-continue", "200-maybe", "h2c", "websocket", "Basic", "Basic !!!", "Basic Og==", "Basic eDp5", "Bearer", "Bearer x", "Digest a=\"",
            "t=1,v1=x", "t=,v1=", "t=99999999999999999999,v1=00", "JSESSIONID=x", "XSRF-TOKEN=; a=\"b", "$Version=1; a=b", "Thu, 99 Foo 2026 00:00:00 GMT",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0-0-0", "DELETE", "TRACE", "es-ES,es;q=0.9", "zz-" + "x".repeat(60), "max-age=x");

    private Headers() {
    }

    static String type(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Nasty.spoil(random, Nasty.of(random, TYPES), Nasty.any(random));
            case 1, 2, 3 -> Nasty.of(random, TYPES);
            default -> TYPES.get(random.nextInt(3));
        };
    }

    /** Some lines without their ends, as {@code Name: value}. */
    static List<String> some(Random random) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            lines.add(line(random));
        }
        if (random.nextInt(3) == 0) {
            lines.add("Accept: " + (random.nextInt(8) == 0 ? Nasty.any(random) : Nasty.of(random, ACCEPTS)));
        }
        switch (random.nextInt(40)) {
            case 0 -> lines.add("X-Long: " + "a".repeat(8_000 + random.nextInt(30_000)));
            case 1 -> {
                for (int i = 0; i < 150; i++) {
                    lines.add("X-Many-" + i + ": " + i);
                }
            }
            case 2 -> lines.add("X-Folded: a\r\n b\r\n\tc");
            case 3 -> lines.add(Nasty.noise(random, 1 + random.nextInt(40)));
            case 4 -> lines.add("no colon");
            case 5 -> lines.add(": no name");
            case 6 -> lines.addAll(List.of("Accept: a", "Accept: b", "Content-Type: text/a", "content-type: text/b"));
            default -> { }
        }
        return lines;
    }

    private static String line(Random random) {
        String name = Nasty.of(random, NAMES);
        String value = Nasty.of(random, VALUES);
        if (random.nextInt(25) == 0) {
            name = Nasty.spoil(random, name, Nasty.any(random));
        }
        if (random.nextInt(8) == 0) {
            value = Nasty.spoil(random, value, Nasty.any(random));
        }
        return name + (random.nextInt(30) == 0 ? " :" : ": ") + value;
    }

    /** Attributes of an event in binary mode, most of them wrong. */
    static List<String> event(Random random) {
        List<String> lines = new ArrayList<>();
        for (String[] attribute : new String[][] {{"specversion", "1.0"}, {"id", "fuzz-" + random.nextInt(1000)}, {"source", "/fuzz"},
                {"type", Nasty.of(random, List.of("user.login", "user.registered", "x.y", "payment.processed", "A B"))}, {"subject", "u-1"},
                {"time", "2026-01-01T00:00:00Z"}, {"correlationid", "c"}, {"tenant", "t"}, {"dataversion", "1.0"}, {"traceparent", "00-x"}}) {
            if (random.nextInt(12) > 0) {
                lines.add("ce-" + attribute[0] + ": " + (random.nextInt(12) == 0 ? Nasty.spoil(random, attribute[1], Nasty.any(random)) : attribute[1]));
            }
        }
        return lines;
    }
}
