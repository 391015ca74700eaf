package com.versaai.hub.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11InputBuffer;

/**
 * What a request's head said before Tomcat made it its own. The bytes stay at the beginning of the connection's buffer until the body
 * is read or the next request comes.
 */
final class RequestHead {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_TARGET = 8_000;

    private RequestHead() {
    }

    /**
     * Whether it says twice where its body ends, by Content-Length and by chunks. Tomcat goes by the chunks and takes the other header
     * away; who stands in front may have gone by the other, and would send a part of this body as the next caller's request.
     */
    static boolean saysTwoLengths(Request wire) {
        if (wire.getHeader("Transfer-Encoding") == null || !(wire.getInputBuffer() instanceof Http11InputBuffer buffer)) {
            return false;
        }
        ByteBuffer head = buffer.getByteBuffer();
        for (int line = 0; line < head.position(); line++) {
            if (namesLength(head, line)) {
                return true;
            }
            while (line < head.position() && head.get(line) != '\n') {
                line++;
            }
        }
        return false;
    }

    private static boolean namesLength(ByteBuffer head, int at) {
        if (at + LENGTH.length > head.position()) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if (Character.toLowerCase((char) head.get(at + i)) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    /** The second word of its first line, of a line that Tomcat could not read too; empty where there is none. */
    static String target(Request wire) {
        if (!(wire.getInputBuffer() instanceof Http11InputBuffer buffer) || buffer.getByteBuffer() == null) {
            return "";
        }
        ByteBuffer head = buffer.getByteBuffer();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < Math.min(head.limit(), LONGEST_TARGET) && head.get(i) != '\r' && head.get(i) != '\n'; i++) {
            line.append((char) (head.get(i) & 0xff));
        }
        String[] words = line.toString().split(" ", 3);
        return words.length < 2 ? "" : words[1];
    }
}
