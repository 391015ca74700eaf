package com.versaai.hub.gateway;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.coyote.ActionCode;

/** Takes what there is of a body, never waiting for it, and unpacks it; counting both times. */
final class BodyReader {

    private static final int STEP = 8192;

    private final int limit;

    BodyReader(long limit) {
        if (limit <= 0 || limit > Integer.MAX_VALUE - STEP) {
            throw new UnsafeSettingException("hub.gateway.max-body must be more than 0 and less than 2 GB", "The default is 1MB.");
        }
        this.limit = (int) limit;
    }

    /**
     * What has come so far, usually everything.
     *
     * @throws ProblemException 400, 413 or 415
     */
    BodyBuffer begin(HttpServletRequest request) {
        packed(request);
        long length = request.getContentLengthLong();
        if (length > limit) {
            throw tooLarge();
        }
        BodyBuffer buffer = new BodyBuffer(Math.max((int) length, 0), limit);
        // Tomcat waits for the rest of a chunk's head: chunks are read the other way only.
        if (length > 0) {
            try {
                ServletInputStream in = request.getInputStream();
                while (!buffer.isWhole() && isThere(request, in) && buffer.readFrom(in) >= 0) {
                    // Goes on while there is more.
                }
            } catch (IOException e) {
                throw brokenOff();
            }
        }
        return buffer;
    }

    /** Whether a read would return at once. Looks into the socket, where a body is that came right behind its headers. */
    private static boolean isThere(HttpServletRequest request, ServletInputStream in) throws IOException {
        if (in.available() > 0) {
            return true;
        }
        if (request.getAttribute(RestOfBodyValve.WIRE) instanceof org.apache.coyote.Request wire) {
            wire.action(ActionCode.AVAILABLE, Boolean.TRUE);
            return wire.getAvailable() > 0;
        }
        return false;
    }

    /**
     * The body as the routes see it.
     *
     * @throws ProblemException 400, 413 or 415
     */
    byte[] unpack(HttpServletRequest request, byte[] sent) {
        if (!packed(request) || sent.length == 0) {
            return sent;
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(sent), STEP)) {
            BodyBuffer buffer = new BodyBuffer(0, limit);
            while (buffer.readFrom(unpacked) >= 0) {
                if (buffer.isTooLarge()) {
                    throw tooLarge();
                }
            }
            return buffer.toBytes();
        } catch (IOException e) {
            throw new ProblemException(400, "broken-gzip", "The body isn't the gzip data that Content-Encoding says.", null);
        }
    }

    private static boolean packed(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "identity", "" -> false;
            case "gzip", "x-gzip" -> true;
            default -> throw new ProblemException(415, "unsupported-encoding", "Content-Encoding may be gzip or identity.", null);
        };
    }

    /** Most bytes of a body. */
    int limit() {
        return limit;
    }

    ProblemException tooLarge() {
        return new ProblemException(413, "too-large", "The body may have at most " + limit + " bytes, unpacked.", null);
    }

    /** The sender hung up or broke the chunked framing: its mistake, nothing to trace. */
    static ProblemException brokenOff() {
        return new ProblemException(400, "incomplete-body", "The request's body ended early or is framed wrongly.", null);
    }

    static ProblemException tooSlow() {
        return new ProblemException(408, "request-timeout", "The body took too long to arrive.", null);
    }
}
