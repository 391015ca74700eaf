package com.versaai.hub.verification;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * The signature of standardwebhooks.com, which Svix and its customers send: over {@code <id>.<timestamp>.<raw body>}, HMAC-SHA256
 * ({@code v1}) for a secret {@code whsec_…}, Ed25519 ({@code v1a}) for a public key {@code whpk_…}. A header may hold several, with a
 * blank between them; any of any active secret will do. Svix also calls the three headers {@code svix-…}.
 */
final class StandardWebhooks implements Check {

    private static final String NAME = "webhook-";
    private static final String SVIX = "svix-";
    static final Set<String> HEADERS = Set.of(NAME + "id", NAME + "timestamp", NAME + "signature",
            SVIX + "id", SVIX + "timestamp", SVIX + "signature");

    /** One for each secret being rolled, in both kinds, is four; and an Ed25519 check takes a tenth of a millisecond. */
    private static final int MAX_SIGNATURES = 10;
    private static final int KEY_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;

    private final List<HmacKey> symmetric = new ArrayList<>();
    private final List<PublicKey> asymmetric = new ArrayList<>();
    private final Freshness freshness;

    /** @throws IllegalArgumentException when a secret is of another kind; it tells which, not what it is */
    StandardWebhooks(List<String> secrets, Duration window) {
        for (int i = 0; i < secrets.size(); i++) {
            String secret = secrets.get(i);
            if (secret.startsWith("whsec_")) {
                symmetric.add(new HmacKey(HmacKey.Algorithm.SHA256, base64(secret.substring(6), i)));
            } else if (secret.startsWith("whpk_")) {
                asymmetric.add(publicKey(base64(secret.substring(5), i), i));
            } else if (secret.startsWith("whsk_")) {
                throw new IllegalArgumentException("secret " + (i + 1) + " is the sender's private key (whsk_…), which nobody else should have: "
                        + "take the public one (whpk_…)");
            } else {
                throw new IllegalArgumentException("secret " + (i + 1) + " has to start with whsec_ (shared secret) or whpk_ (public key)");
            }
        }
        this.freshness = new Freshness(ChronoUnit.SECONDS, window);
    }

    @Override
    public Verdict judge(SignedRequest request, Instant now) throws RefusedException {
        String names = request.headers().containsKey(SVIX + "signature") && !request.headers().containsKey(NAME + "signature") ? SVIX : NAME;
        String id = request.required(names + "id");
        String time = request.required(names + "timestamp");
        String signatures = request.required(names + "signature");
        long sent = Freshness.read(time);
        // The full stop ends the id: with one inside, parts of the content could be read as another time.
        if (id.indexOf('.') >= 0) {
            throw RefusedException.malformed();
        }
        byte[] head = SignedRequest.wire(id + '.' + time + '.');
        return signed(Claim.read(signatures), List.of(head, request.body())) ? freshness.judge(sent, now) : Verdict.WRONG_SIGNATURE;
    }

    private boolean signed(Claim claim, List<byte[]> pieces) {
        boolean match = false;
        for (HmacKey key : symmetric) {
            byte[] expected = key.sign(pieces);
            for (byte[] candidate : claim.symmetric()) {
                match |= MessageDigest.isEqual(candidate, expected);
            }
        }
        for (PublicKey key : asymmetric) {
            for (byte[] candidate : claim.asymmetric()) {
                match |= verify(key, candidate, pieces);
            }
        }
        return match;
    }

    private static boolean verify(PublicKey key, byte[] candidate, List<byte[]> pieces) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            for (byte[] piece : pieces) {
                signature.update(piece);
            }
            return signature.verify(candidate);
        } catch (GeneralSecurityException e) {
            // Of the right length, but no point of the curve, or a number out of range.
            return false;
        }
    }

    private static byte[] base64(String text, int index) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the text.
        }
        throw new IllegalArgumentException("secret " + (index + 1) + " is not base64 after its prefix");
    }

    /** RFC 8032: little-endian y, with the sign of x in the last bit. */
    private static PublicKey publicKey(byte[] encoded, int index) {
        try {
            if (encoded.length == KEY_LENGTH) {
                byte[] y = new byte[KEY_LENGTH];
                for (int i = 0; i < KEY_LENGTH; i++) {
                    y[i] = encoded[KEY_LENGTH - 1 - i];
                }
                boolean odd = y[0] < 0;
                y[0] &= 0x7F;
                PublicKey key = KeyFactory.getInstance("Ed25519")
                        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
                Signature.getInstance("Ed25519").initVerify(key);
                return key;
            }
        } catch (GeneralSecurityException e) {
            // Told below.
        }
        throw new IllegalArgumentException("secret " + (index + 1) + " is not a public Ed25519 key");
    }

    /** The signatures of the header by kind; what has another version, or isn't one, is skipped. */
    private record Claim(List<byte[]> symmetric, List<byte[]> asymmetric) {

        static Claim read(String header) throws RefusedException {
            Claim claim = new Claim(new ArrayList<>(2), new ArrayList<>(2));
            String[] items = header.split(" ");
            if (items.length > MAX_SIGNATURES) {
                throw RefusedException.malformed();
            }
            for (String item : items) {
                if (item.startsWith("v1,")) {
                    add(claim.symmetric(), item.substring(3), HmacKey.Algorithm.SHA256.length());
                } else if (item.startsWith("v1a,")) {
                    add(claim.asymmetric(), item.substring(4), SIGNATURE_LENGTH);
                }
            }
            if (claim.symmetric().isEmpty() && claim.asymmetric().isEmpty()) {
                throw RefusedException.malformed();
            }
            return claim;
        }

        private static void add(List<byte[]> signatures, String text, int length) {
            try {
                byte[] signature = Encoding.BASE64.read(text);
                if (signature.length == length) {
                    signatures.add(signature);
                }
            } catch (RefusedException e) {
                // The next one may be in order.
            }
        }
    }
}
