package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Reads a whole body, counting: as sent, and again as unpacked. */
final class BodyReader {

    private static final int STEP = 8192;

    private final int limit;
    private final Duration timeout;

    BodyReader(long limit, Duration timeout) {
        if (limit <= 0 || limit > Integer.MAX_VALUE - STEP) {
            throw new UnsafeSettingException("hub.gateway.max-body must be more than 0 and less than 2 GB", "The default is 1MB.");
        }
        this.limit = (int) limit;
        this.timeout = timeout;
    }

    /**
     * @return the body, unpacked
     * @throws ProblemException 400, 408, 413 or 415
     */
    byte[] read(HttpServletRequest request) {
        boolean packed = packed(request.getHeader("Content-Encoding"));
        if (request.getContentLengthLong() > limit) {
            throw tooLarge();
        }
        byte[] sent = sent(request);
        return packed && sent.length > 0 ? unpack(sent) : sent;
    }

    private byte[] sent(HttpServletRequest request) {
        try {
            return copy(request.getInputStream(), Math.max(request.getContentLength(), 0), System.nanoTime() + timeout.toNanos());
        } catch (SocketTimeoutException e) {
            throw tooSlow();
        } catch (IOException e) {
            // The sender hung up or broke the chunked framing: its mistake, nothing to trace.
            throw new ProblemException(400, "incomplete-body", "The request's body ended early or is framed wrongly.", null);
        }
    }

    private byte[] unpack(byte[] sent) {
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(sent), STEP)) {
            return copy(unpacked, 0, Long.MAX_VALUE);
        } catch (IOException e) {
            throw new ProblemException(400, "broken-gzip", "The body isn't the gzip data that Content-Encoding says.", null);
        }
    }

    /** @param expected bytes to come as the sender says, 0 when nobody knows */
    private byte[] copy(InputStream from, int expected, long deadline) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(Math.min(expected, limit), 32));
        byte[] step = new byte[expected == 0 ? STEP : Math.min(expected, STEP)];
        int count;
        while ((count = from.read(step)) >= 0) {
            if (bytes.size() + count > limit) {
                throw tooLarge();
            }
            if (System.nanoTime() - deadline > 0 && deadline != Long.MAX_VALUE) {
                throw tooSlow();
            }
            bytes.write(step, 0, count);
        }
        return bytes.toByteArray();
    }

    private static boolean packed(String encoding) {
        String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "identity", "" -> false;
            case "gzip", "x-gzip" -> true;
            default -> throw new ProblemException(415, "unsupported-encoding", "Content-Encoding may be gzip or identity.", null);
        };
    }

    private ProblemException tooLarge() {
        return new ProblemException(413, "too-large", "The body may have at most " + limit + " bytes, unpacked.", null);
    }

    private static ProblemException tooSlow() {
        return new ProblemException(408, "request-timeout", "The body took too long to arrive.", null);
    }
}
