package com.versaai.hub.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks {@code Stripe-Signature: t=<unix s>,v1=<hex>[,v1=<hex>]…}: HMAC-SHA256 over {@code <t>.<raw body>}, any v1 of any
 * active secret. As strict as stripe-java, and stricter in two things: it refuses timestamps from the future, and a
 * header with more than one {@code t}.
 */
public final class StripeSignature implements WebhookVerifier {

    static final String HEADER = "stripe-signature";
    /** Stripe sends about 80 characters per active secret. */
    private static final int MAX_HEADER = 8192;
    private static final int MAX_DIGITS = 18;
    private static final String ALGORITHM = "HmacSHA256";

    /** One for each secret, never fed: looking up and keying a new one costs more than the hash of a usual body. */
    private final List<Mac> keyed;
    private final long toleranceSeconds;

    public StripeSignature(List<String> secrets, Duration tolerance) {
        this.keyed = secrets.stream().map(StripeSignature::keyed).toList();
        this.toleranceSeconds = tolerance.toSeconds();
    }

    @Override
    public String source() {
        return "stripe";
    }

    @Override
    public Verdict verify(SignedRequest request, Instant now) {
        return verify(request.body(), request.header(HEADER), now);
    }

    /**
     * Judges one request.
     *
     * @param body   the bytes as they came
     * @param header value of {@code Stripe-Signature}, null when absent
     */
    public Verdict verify(byte[] body, String header, Instant now) {
        if (keyed.isEmpty()) {
            return Verdict.NOT_CONFIGURED;
        }
        if (header == null || header.isBlank()) {
            return Verdict.MISSING;
        }
        Claim claim = header.length() > MAX_HEADER ? null : Claim.parse(header);
        if (claim == null) {
            return Verdict.MALFORMED;
        }
        if (!signed(body, claim)) {
            return Verdict.WRONG_SIGNATURE;
        }
        // Only after the signature: a forger must not be able to raise the clock-skew alarm.
        long age = now.getEpochSecond() - claim.seconds();
        if (age > toleranceSeconds) {
            return Verdict.TIMESTAMP_TOO_OLD;
        }
        return age < -toleranceSeconds ? Verdict.TIMESTAMP_IN_FUTURE : Verdict.OK;
    }

    private boolean signed(byte[] body, Claim claim) {
        byte[] prefix = (claim.seconds() + ".").getBytes(StandardCharsets.US_ASCII);
        boolean match = false;
        for (Mac mac : keyed) {
            byte[] expected = hmac(mac, prefix, body);
            for (byte[] candidate : claim.signatures()) {
                // No early exit: the time taken says nothing about which secret or candidate was near.
                match |= MessageDigest.isEqual(expected, candidate);
            }
        }
        return match;
    }

    private static Mac keyed(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] hmac(Mac keyed, byte[] prefix, byte[] body) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(prefix);
            return HexFormat.of().formatHex(mac.doFinal(body)).getBytes(StandardCharsets.US_ASCII);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be copied", e);
        }
    }

    /** What the header claims: {@code t}, and every {@code v1} as the ASCII bytes of its hex text (upper case never matches). */
    private record Claim(long seconds, List<byte[]> signatures) {

        /** Null unless there is exactly one canonical {@code t} and at least one {@code v1}; {@code v0} and others are skipped. */
        static Claim parse(String header) {
            long seconds = -1;
            List<byte[]> signatures = new ArrayList<>(2);
            for (String item : header.split(",", -1)) {
                if (item.startsWith("t=")) {
                    if (seconds >= 0 || !canonicalNumber(item, 2)) {
                        return null;
                    }
                    seconds = Long.parseLong(item, 2, item.length(), 10);
                } else if (item.startsWith("v1=")) {
                    signatures.add(item.substring(3).getBytes(StandardCharsets.UTF_8));
                }
            }
            return seconds < 0 || signatures.isEmpty() ? null : new Claim(seconds, signatures);
        }

        /** Digits without sign or leading zero, so that the number's text is the text that was signed. */
        private static boolean canonicalNumber(String text, int from) {
            int digits = text.length() - from;
            if (digits < 1 || digits > MAX_DIGITS || digits > 1 && text.charAt(from) == '0') {
                return false;
            }
            for (int i = from; i < text.length(); i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return true;
        }
    }
}
