package com.versaai.hub.event;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Name-based ids (RFC 9562 version 5), so that doing a step twice gives the same id and the second effect is dropped; and ids in
 * the order of time (version 7) for what has no name.
 */
public final class EventId {

    private static final UUID NAMESPACE = UUID.fromString("8f7c2a54-5d1b-5f0e-9c55-7b0f3f7f6a10");

    private static final TimeBasedEpochGenerator IN_ORDER = Generators.timeBasedEpochGenerator();

    private EventId() {
    }

    /**
     * A new id, greater than those before it: it lies beside them in the database's indexes, where random ones would each touch
     * a page of their own.
     */
    public static String next() {
        return IN_ORDER.generate().toString();
    }

    /** The hub id of what {@code source} calls {@code originid}; one provider event can yield several types. */
    public static String of(String source, String originid, String type) {
        return name(source + '\n' + originid + '\n' + type);
    }

    /** A version 5 UUID of any name: 36 characters of {@code [0-9a-f-]}, legal as every provider's idempotency key. */
    public static String name(String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16).putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits()).array());
            byte[] hash = sha1.digest(name.getBytes(StandardCharsets.UTF_8));
            hash[6] = (byte) (hash[6] & 0x0f | 0x50);
            hash[8] = (byte) (hash[8] & 0x3f | 0x80);
            ByteBuffer bytes = ByteBuffer.wrap(hash);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
