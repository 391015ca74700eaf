package com.versaai.hub.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A body as far as it has come: grows with what came, never with what was announced. */
final class BodyBuffer {

    private static final int STEP = 8192;

    private final int expected;
    private final int limit;
    private byte[] bytes;
    private int count;

    /**
     * @param expected bytes to come as the sender says, 0 when nobody knows
     * @param limit    most bytes
     */
    BodyBuffer(int expected, int limit) {
        this.expected = expected;
        this.limit = limit;
        this.bytes = new byte[expected == 0 ? Math.min(512, limit + 1) : Math.min(expected, STEP)];
    }

    /**
     * Reads once.
     *
     * @return bytes read; -1 at the end
     */
    int readFrom(InputStream in) throws IOException {
        if (count == bytes.length) {
            // One more than the limit, so that one too many shows.
            int most = expected == 0 ? limit + 1 : expected;
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(STEP, 2L * bytes.length)));
        }
        int read = in.read(bytes, count, bytes.length - count);
        count += Math.max(read, 0);
        return read;
    }

    /** Whether everything that was announced is here. */
    boolean isWhole() {
        return expected > 0 && count == expected;
    }

    boolean isTooLarge() {
        return count > limit;
    }

    /** Memory it takes. */
    int capacity() {
        return bytes.length;
    }

    byte[] toBytes() {
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
}
