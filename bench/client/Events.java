package bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed Stripe webhooks with a body of 1 kB, each with ids of its own, as complete HTTP/1.1 requests. Single-threaded. */
final class Events {

    private static final String SECRET = "whsec_sandbox";
    private static final int CUSTOMERS = 1000;
    private static final int SIZE = 1024;
    private static final Pattern PAYMENT = Pattern.compile("pi_bench(\\w{6})(\\d{8})");
    private static final String BODY = """
            {
              "id": "evt_bench%1$s%2$08d",
              "object": "event",
              "api_version": "2025-08-27.basil",
              "created": %4$d,
              "data": {
                "object": {
                  "id": "pi_bench%1$s%2$08d",
                  "object": "payment_intent",
                  "amount": 4900,
                  "amount_received": 4900,
                  "canceled_at": null,
                  "capture_method": "automatic_async",
                  "confirmation_method": "automatic",
                  "created": %4$d,
                  "currency": "eur",
                  "customer": "cus_bench%3$06d",
                  "description": "%5$s",
                  "latest_charge": "ch_bench%1$s%2$08d",
                  "livemode": false,
                  "metadata": {"plan": "pro"},
                  "payment_method_types": ["card"],
                  "receipt_email": "customer%3$06d@example.test",
                  "status": "succeeded"
                }
              },
              "livemode": false,
              "pending_webhooks": 1,
              "request": {"id": "req_bench%2$08d", "idempotency_key": null},
              "type": "%6$s"
            }
            """;

    private final String run;
    private final String type;
    private final Mac mac;
    private int next;

    /**
     * @param run  six characters that tell this run's events from others
     * @param type payment_intent.succeeded goes all the way, a type the hub does not know ends in the inbox
     */
    Events(String run, String type) {
        if (!run.matches("\\w{6}")) {
            throw new IllegalArgumentException("run: six letters or digits");
        }
        this.run = run;
        this.type = type;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number in a text that mentions one of this run's payments, -1 when it mentions none. */
    int numberIn(String text) {
        Matcher found = PAYMENT.matcher(text);
        return found.find() && found.group(1).equals(run) ? Integer.parseInt(found.group(2)) : -1;
    }

    /** How many were made. */
    int made() {
        return next;
    }

    /** The next request, signed now. */
    byte[] next(String path) {
        int number = next++;
        long now = System.currentTimeMillis() / 1000;
        String bare = BODY.formatted(run, number, number % CUSTOMERS, now, "", type);
        byte[] body = BODY.formatted(run, number, number % CUSTOMERS, now, "x".repeat(SIZE - bare.length()), type)
                .getBytes(StandardCharsets.US_ASCII);
        mac.update((now + ".").getBytes(StandardCharsets.US_ASCII));
        String signature = HexFormat.of().formatHex(mac.doFinal(body));
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\n"
                + "Content-Type: application/json; charset=utf-8\r\nAccept: */*\r\nContent-Length: " + body.length
                + "\r\nStripe-Signature: t=" + now + ",v1=" + signature + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** So many, made before the clock runs. */
    byte[][] prepared(String path, int count) {
        byte[][] requests = new byte[count][];
        for (int i = 0; i < count; i++) {
            requests[i] = next(path);
        }
        return requests;
    }
}
