package hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Bodies: JSON that is none, deep, huge, doubled; other forms; bytes. */
final class Bodies {

    private static final List<String> SEEDS = List.of("{}", "[]", "null", "0", "\"\"", "{\"a\":1}",
            "{\"specversion\":\"1.0\",\"id\":\"fuzz-1\",\"source\":\"/fuzz\",\"type\":\"user.login\",\"subject\":\"u-1\",\"data\":{\"id\":\"u-1\",\"email\":\"a@b.example\"}}",
            "[{\"specversion\":\"1.0\",\"id\":\"fuzz-2\",\"source\":\"/fuzz\",\"type\":\"x.y\",\"data\":{}}]",
            "{\"id\":\"evt_fuzz\",\"object\":\"event\",\"type\":\"payment_intent.succeeded\",\"created\":1764000000,\"data\":{\"object\":{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":100,\"currency\":\"usd\"}}}",
            "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":5}",
            "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}", "{\"prompt\":\"hi\"}",
            "{\"action\":\"none\",\"filter\":{\"destination\":\"nowhere\",\"olderThan\":\"P-1D\"}}",
            "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"SpecName\"}", "{\"type\":\"version\"}", "{\"type\":\"list\",\"path\":\"java.lang\"}",
            "[{\"type\":\"search\",\"mbean\":\"java.lang:*\"}]", "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"target\":{\"url\":\"service:jmx:rmi:///jndi/ldap://127.0.0.1:1/x\"}}",
            "{\"configuredLevel\":\"LOUD\"}", "username=a&password=b&_csrf=c", "a=b&CamelHttpUri=x&payload=%7B%22", "--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nhi\r\n--x--\r\n",
            "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/hostname\">]><x>&y;</x>");
    private static final List<String> VALUES = List.of("1e400", "-1e999999999", "1" + "0".repeat(400), "0.0000000000000000000000001", "NaN", "-0", "\"\\ud800\"", "\"\\u0000\"",
            "\"\\u001b[31m\"", "\"\\n" + Nasty.MARK + " ERROR forged\"", "\"\\u202e\"", "true", "null", "[[]]", "{\"\":{}}", "\"" + "x".repeat(3000) + "\"", "'x'", "9223372036854775808");

    private Bodies() {
    }

    static byte[] some(Random random) {
        String seed = Nasty.of(random, SEEDS);
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> seed.getBytes(StandardCharsets.UTF_8);
            case 3, 4, 5 -> Nasty.spoil(random, seed, Nasty.any(random)).getBytes(StandardCharsets.ISO_8859_1);
            case 6, 7, 8 -> value(random, seed).getBytes(StandardCharsets.UTF_8);
            case 9 -> Nasty.noise(random, random.nextInt(200)).getBytes(StandardCharsets.ISO_8859_1);
            case 10 -> deep(random).getBytes(StandardCharsets.UTF_8);
            case 11 -> seed.getBytes(random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE);
            case 12 -> ("\ufeff" + seed).getBytes(StandardCharsets.UTF_8);
            default -> new byte[0];
        };
    }

    /** One of the values replaced. */
    private static String value(Random random, String seed) {
        int colon = seed.indexOf(':', random.nextInt(seed.length()));
        if (colon < 0) {
            return Nasty.of(random, VALUES);
        }
        int end = colon + 1;
        while (end < seed.length() && ",}]".indexOf(seed.charAt(end)) < 0) {
            end++;
        }
        return seed.substring(0, colon + 1) + Nasty.of(random, VALUES) + seed.substring(end);
    }

    private static String deep(Random random) {
        int levels = 1 << (4 + random.nextInt(12));
        return random.nextBoolean() ? "[".repeat(levels) + (random.nextBoolean() ? "]".repeat(levels) : "")
                : "{\"a\":".repeat(levels) + "1" + (random.nextBoolean() ? "}".repeat(levels) : "");
    }

    /** A megabyte and more in a few bytes. */
    static byte[] bomb() {
        return gzip(new byte[3 << 20]);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException("in memory", e);
        }
        return out.toByteArray();
    }
}
