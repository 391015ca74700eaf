package com.versaai.hub.verification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Checks {@code Stripe-Signature: t=<unix s>,v1=<hex>[,v1=<hex>]…}: HMAC-SHA256 over {@code <t>.<raw body>}, any v1 of any
 * active secret. As strict as stripe-java, and stricter in two things: it refuses timestamps from the future, and a
 * header with more than one {@code t}.
 */
final class StripeSignature implements Check {

    static final String HEADER = "stripe-signature";

    private final List<HmacKey> keys;
    private final Freshness freshness;

    StripeSignature(List<byte[]> secrets, Duration window) {
        this.keys = secrets.stream().map(secret -> new HmacKey(HmacKey.Algorithm.SHA256, secret)).toList();
        this.freshness = new Freshness(ChronoUnit.SECONDS, window);
    }

    @Override
    public Verdict judge(SignedRequest request, Instant now) throws RefusedException {
        Claim claim = Claim.read(request.required(HEADER));
        return signed(request.body(), claim) ? freshness.judge(claim.seconds(), now) : Verdict.WRONG_SIGNATURE;
    }

    private boolean signed(byte[] body, Claim claim) {
        byte[] prefix = (claim.seconds() + ".").getBytes(StandardCharsets.US_ASCII);
        boolean match = false;
        for (HmacKey key : keys) {
            byte[] expected = HexFormat.of().formatHex(key.sign(List.of(prefix, body))).getBytes(StandardCharsets.US_ASCII);
            for (byte[] candidate : claim.signatures()) {
                // No early exit: the time taken says nothing about which secret or candidate was near.
                match |= MessageDigest.isEqual(candidate, expected);
            }
        }
        return match;
    }

    /** What the header claims: {@code t}, and every {@code v1} as the bytes of its hex text (upper case never matches). */
    private record Claim(long seconds, List<byte[]> signatures) {

        /** There is to be exactly one canonical {@code t} and at least one {@code v1}; {@code v0} and others are skipped. */
        static Claim read(String header) throws RefusedException {
            long seconds = -1;
            List<byte[]> signatures = new ArrayList<>(2);
            for (String item : header.split(",", -1)) {
                if (item.startsWith("t=")) {
                    if (seconds >= 0) {
                        throw RefusedException.malformed();
                    }
                    seconds = Freshness.read(item.substring(2));
                } else if (item.startsWith("v1=")) {
                    signatures.add(item.substring(3).getBytes(StandardCharsets.UTF_8));
                }
            }
            if (seconds < 0 || signatures.isEmpty()) {
                throw RefusedException.malformed();
            }
            return new Claim(seconds, signatures);
        }
    }
}
