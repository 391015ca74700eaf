package hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes the attempts: the same ones for the same seed. */
final class Attempts {

    private static final List<String> METHODS = List.of("GET", "POST", "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final List<String> ODD_METHODS = List.of("TRACE", "TRACK", "CONNECT", "PROPFIND", "FOO", "get", "Post", "X".repeat(50), "M-SEARCH", "GET\u00e9", "", "PRI",
            "DEBUG", "QUERY", "_", "G\0T", "A".repeat(20_000));
    private static final List<String> VERSIONS = List.of("HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTP/1.1 ", "http/1.1", "HTTP/1", "FTP/1.0", "");
    private static final List<String> LENGTHS = List.of("Content-Length: 0", "Content-Length: -1", "Content-Length: 5", "Content-Length: 99999999999999999999",
            "Content-Length: 1048577", "Content-Length: +5", "Content-Length: 5, 5", "Content-Length: 0x5", "Content-Length: ", "Content-Length: 5\r\nContent-Length: 6",
            "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5", "Transfer-Encoding: xchunked", "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, identity", "Transfer-Encoding : chunked", "Transfer-Encoding:\u000bchunked", "Transfer-Encoding: identity", "transfer-encoding: CHUNKED",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow");
    private static final List<String> HOSTS = List.of("Host: evil.example", "Host: ", "Host: localhost\r\nHost: evil.example", "Host: a b", "Host: [::1", "Host: localhost:99999",
            "Host: 127.0.0.1:x", "Host: user@localhost", "Host: localhost/x", "Host: \u00e9", "Host: %00", "Host: xn--", "Host: 127.0.0.1.nip.io");

    private final long seed;
    private final int port;
    private final String key;
    private final String webhookSecret;
    private final String login;

    Attempts(long seed, int port, String key, String webhookSecret, String login) {
        this.seed = seed;
        this.port = port;
        this.key = key;
        this.webhookSecret = webhookSecret;
        this.login = login;
    }

    Attempt of(int index) {
        Random random = new Random(seed * 1_000_003L + index);
        random.nextLong();
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> door(index, random, "webhook", Targets.WEBHOOKS, List.of());
            case 3, 4 -> signed(index, random);
            case 5, 6 -> door(index, random, "api without key", Targets.API, List.of());
            case 7, 8, 9 -> door(index, random, "api with key", Targets.API, keyed());
            case 10 -> binaryEvent(index, random);
            case 11 -> door(index, random, "ai without key", Targets.AI, List.of());
            case 12 -> door(index, random, "ai with key", Targets.AI, List.of("Authorization: Bearer " + key));
            case 13, 14 -> door(index, random, "console", Targets.CONSOLE, List.of());
            case 15 -> door(index, random, "console with login", Targets.CONSOLE, loggedIn());
            case 16, 17 -> door(index, random, "open", Targets.OPEN, List.of());
            case 18 -> framing(index, random);
            default -> garbage(index, random);
        };
    }

    private List<String> keyed() {
        return List.of("X-API-Key: " + key);
    }

    private List<String> loggedIn() {
        return login.isEmpty() ? List.of() : List.of("Authorization: Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private Attempt door(int index, Random random, String kind, List<String> paths, List<String> more) {
        List<String> lines = new ArrayList<>(more);
        lines.addAll(Headers.some(random));
        byte[] body = random.nextInt(3) == 0 ? null : Bodies.some(random);
        if (body != null && random.nextInt(15) == 0) {
            body = random.nextBoolean() ? Bodies.bomb() : Bodies.gzip(body);
            lines.add("Content-Encoding: gzip");
        }
        return http(index, random, kind, Targets.spoilt(random, Nasty.of(random, paths)), lines, body);
    }

    /** A webhook whose signature is right, or nearly. */
    private Attempt signed(int index, Random random) {
        byte[] body = Bodies.some(random);
        long time = System.currentTimeMillis() / 1000 - (random.nextInt(6) == 0 ? 4_000 : 0);
        String signature = "t=" + time + ",v1=" + hmac(time + ".", body);
        if (random.nextInt(8) == 0) {
            signature = Nasty.spoil(random, signature, Nasty.any(random));
        }
        List<String> lines = new ArrayList<>(List.of("Stripe-Signature: " + signature));
        lines.addAll(Headers.some(random));
        return http(index, random, "webhook signed", "/webhooks/stripe", "POST", lines, body);
    }

    private Attempt binaryEvent(int index, Random random) {
        List<String> lines = new ArrayList<>(keyed());
        lines.addAll(Headers.event(random));
        return http(index, random, "binary event", "/api/v1/events", "POST", lines, Bodies.some(random));
    }

    private Attempt http(int index, Random random, String kind, String target, List<String> lines, byte[] body) {
        return http(index, random, kind, target, Nasty.of(random, random.nextInt(8) == 0 ? ODD_METHODS : METHODS), lines, body);
    }

    private Attempt http(int index, Random random, String kind, String target, String method, List<String> lines, byte[] body) {
        List<String> all = new ArrayList<>(lines);
        Attempt.End end = end(random);
        all.add(random.nextInt(12) == 0 ? Nasty.of(random, HOSTS) : "Host: localhost:" + port);
        if (body != null && random.nextInt(6) > 0) {
            all.add("Content-Type: " + Headers.type(random));
        }
        if (body != null) {
            boolean wrong = random.nextInt(20) == 0;
            all.add(wrong ? Nasty.of(random, LENGTHS) : "Content-Length: " + body.length);
            // Who waits for bytes that never come learns after ten seconds that nothing more will; here at once.
            end = wrong ? Attempt.End.HALF_CLOSE : end;
        }
        String version = random.nextInt(40) == 0 ? Nasty.of(random, VERSIONS) : "HTTP/1.1";
        return request(index, kind, method, target, version, all, body, end);
    }

    /** Where one request ends and the next begins is a matter of opinion. */
    private Attempt framing(int index, Random random) {
        String path = Nasty.of(random, List.of("/webhooks/stripe", "/api/v1/events", "/v1/chat/completions", "/login", "/docs/", "/jolokia"));
        List<String> lines = new ArrayList<>(random.nextBoolean() ? keyed() : List.of());
        lines.add("Host: localhost:" + port);
        lines.add("Content-Type: application/json");
        lines.add(Nasty.of(random, LENGTHS));
        String chunks = Nasty.of(random, List.of("5\r\nhello\r\n0\r\n\r\n", "ZZ\r\n", "-1\r\n\r\n", "5;ext=\u001b\r\nhello\r\n0\r\nTrailer: x\r\n\r\n", "FFFFFFFFFFFFFFFF\r\nx", "0\r\n\r\n",
                "5\nhello\n0\n\n", "5\r\nhello0\r\n\r\n", "0\r\n\r\nGET /" + Nasty.MARK + " HTTP/1.1\r\nHost: localhost\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", "hello"));
        return request(index, "framing", "POST", path, "HTTP/1.1", lines, chunks.getBytes(StandardCharsets.ISO_8859_1),
                Attempt.End.HALF_CLOSE);
    }

    private Attempt garbage(int index, Random random) {
        String bytes = switch (random.nextInt(9)) {
            case 0 -> Nasty.noise(random, 1 + random.nextInt(400));
            case 1 -> "\u0016\u0003\u0001\u0002\0\u0001\0" + Nasty.noise(random, 100);
            case 2 -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
            case 3 -> "GET /\r\n\r\n";
            case 4 -> "GET / HTTP/1.1\r\n\r\n";
            case 5 -> "\r\n\r\n\r\nGET /docs/ HTTP/1.1\r\nHost: x\r\n\r\n";
            case 6 -> "GET /docs/ HTTP/1.1\nHost: x\n\n";
            case 7 -> "GET /" + Nasty.any(random) + " HTTP/1.1\r\nHost: " + Nasty.any(random) + "\r\n\r\n";
            default -> "GET";
        };
        return new Attempt(index, "garbage", "", false, false, bytes.getBytes(StandardCharsets.ISO_8859_1), Attempt.End.HALF_CLOSE);
    }

    private static Attempt.End end(Random random) {
        return switch (random.nextInt(100)) {
            case 0 -> Attempt.End.ABORT;
            case 1, 2 -> Attempt.End.HALF_CLOSE;
            default -> Attempt.End.READ;
        };
    }

    private static Attempt request(int index, String kind, String method, String target, String version, List<String> lines, byte[] body, Attempt.End end) {
        StringBuilder head = new StringBuilder(method).append(' ').append(target).append(version.isEmpty() ? "" : " " + version).append("\r\nConnection: close\r\n");
        lines.forEach(line -> head.append(line).append("\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body == null ? new byte[0] : body);
        return new Attempt(index, kind, target, "HEAD".equals(method), target.matches("(?s).*/v1($|[/;%?].*)"), bytes.toByteArray(), end);
    }

    private String hmac(String prefix, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(webhookSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
