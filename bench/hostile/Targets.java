package hostile;

import java.util.List;
import java.util.Random;

/** Addresses: those of the hub's doors, spoilt. */
final class Targets {

    static final List<String> WEBHOOKS = List.of("/webhooks/stripe", "/webhooks/zzz", "/webhooks/", "/webhooks", "/webhooks/in/x", "/webhooks/slack/events");
    static final List<String> API = List.of("/api/v1/events", "/api/v1/events/evt_1/timeline", "/api/v1/deliveries", "/api/v1/dead-letters",
            "/api/v1/dead-letters/0b7f6f0e-2d5a-5f0c-9d8e-2f8f1f1f1f1f", "/api/v1/dead-letters/x/payload", "/api/v1/dead-letters/x/replay",
            "/api/v1/dead-letters/x/discard", "/api/v1/integrations", "/api/v1/routes/problems", "/api/v1/routes/x/dry-run", "/api/v1/routes/try",
            "/api/v1/routes/sample", "/api/v1/catalog", "/api/v1/ai/responses", "/api/v1/nothing", "/api/", "/api");
    static final List<String> AI = List.of("/v1/chat/completions", "/v1/models", "/v1/embeddings", "/v1/", "/v1");
    /** Nothing here changes the hub, whatever is sent: no faults, no levels of loggers, no operations. */
    static final List<String> CONSOLE = List.of("/jolokia", "/jolokia/", "/jolokia/version", "/jolokia/list", "/jolokia/read/java.lang:type=Runtime",
            "/jolokia/search/java.lang:*", "/hawtio", "/hawtio/", "/hawtio/jolokia", "/hawtio/auth/login", "/hawtio/user", "/hawtio/plugin",
            "/hawtio/proxy/127.0.0.1:1/x", "/actuator", "/actuator/info", "/actuator/metrics", "/actuator/metrics/jvm.memory.used",
            "/actuator/prometheus", "/actuator/loggers/zz9", "/actuator/env", "/catalog", "/catalog/data.json", "/catalog/flow.svg", "/sandbox/faults",
            "/sandbox/effects/slack", "/login", "/logout", "/default-ui.css");
    static final List<String> OPEN = List.of("/", "/docs", "/docs/", "/docs/hub.js", "/openapi.yaml", "/actuator/health", "/actuator/health/readiness",
            "/actuator/health/liveness", "/error", "/favicon.ico", "/robots.txt", "/.git/config", "/admin", "/nothing");
    private static final List<String> PARAMETERS = List.of("limit", "cursor", "order", "state", "type", "class", "destination", "event", "subject", "since",
            "until", "olderThan", "newerThan", "locale", "format", "validationToken", "challenge", "p", "x", "maxDepth", "tag", "includes[]", "ignoreErrors",
            "CamelHttpUri", "jsessionid", "_csrf", "_method", "callback", "mimeType");
    private static final List<String> VALUES = List.of("", "1", "-1", "0", "99999999999999999999", "1e9", "NaN", "null", "true", "PT1H", "P-1D", "PT9999999999H",
            "2026-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "parked", "slack", "eyJ4Ijox", "AAAA", "%5B1%5D", "%7B%22a%22:1%7D");

    private Targets() {
    }

    /** The address spoilt, or left, with or without parameters. */
    static String spoilt(Random random, String path) {
        String target = path;
        if (random.nextInt(5) == 0) {
            target = Nasty.spoil(random, path, random.nextBoolean() ? Nasty.encoded(random) : Nasty.any(random));
        } else if (random.nextInt(12) == 0) {
            target = whole(random, path);
        }
        return random.nextInt(2) == 0 ? target : target + '?' + query(random);
    }

    /** Other forms of a target, most of them wrong. */
    private static String whole(Random random, String path) {
        return switch (random.nextInt(9)) {
            case 0 -> "http://127.0.0.1" + path;
            case 1 -> "http://evil.example" + path;
            case 2 -> "http://user:pass@evil.example:99999" + path;
            case 3 -> "evil.example:443";
            case 4 -> "*";
            case 5 -> path.substring(1);
            case 6 -> path + "/" + "a/".repeat(1 << random.nextInt(12));
            case 7 -> path.replaceFirst("/(.)", "/%" + Integer.toHexString(path.length() > 1 ? path.charAt(1) : 'x'));
            default -> path.toUpperCase(java.util.Locale.ROOT);
        };
    }

    private static String query(Random random) {
        StringBuilder query = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String name = Nasty.of(random, PARAMETERS);
            String value = Nasty.of(random, VALUES);
            query.append(query.isEmpty() ? "" : "&").append(random.nextInt(5) == 0 ? Nasty.spoil(random, name, random.nextBoolean() ? Nasty.encoded(random) : Nasty.any(random)) : name);
            if (random.nextInt(8) > 0) {
                query.append('=').append(random.nextInt(5) == 0 ? Nasty.spoil(random, value, random.nextBoolean() ? Nasty.encoded(random) : Nasty.any(random)) : value);
            }
        }
        if (random.nextInt(60) == 0) {
            query.append("&x=1".repeat(2_000));
        }
        return query.toString();
    }
}
