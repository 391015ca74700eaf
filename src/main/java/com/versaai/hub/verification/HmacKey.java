package com.versaai.hub.verification;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An HMAC with its secret, never fed: looking up and keying a new one costs more than the hash of a usual body. */
final class HmacKey {

    /** The hash below the HMAC. */
    enum Algorithm {
        SHA1("HmacSHA1", 20),
        SHA256("HmacSHA256", 32),
        SHA512("HmacSHA512", 64);

        private final String javaName;
        private final int length;

        Algorithm(String javaName, int length) {
            this.javaName = javaName;
            this.length = length;
        }

        /** Bytes of a signature. */
        int length() {
            return length;
        }
    }

    private final Mac keyed;

    HmacKey(Algorithm algorithm, byte[] secret) {
        try {
            keyed = Mac.getInstance(algorithm.javaName);
            keyed.init(new SecretKeySpec(secret, algorithm.javaName));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm.javaName, e);
        }
    }

    /** The signature of the parts, one after the other. Thread-safe. */
    byte[] sign(Iterable<byte[]> parts) {
        try {
            Mac mac = (Mac) keyed.clone();
            parts.forEach(mac::update);
            return mac.doFinal();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own HMACs can be copied", e);
        }
    }
}
