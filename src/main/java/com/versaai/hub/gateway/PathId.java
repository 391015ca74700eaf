package com.versaai.hub.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * An id in an address: one segment, percent-encoded, whatever it holds; a slash or a semicolon too. It is decoded once, to be compared
 * with ids, and is never a path to anything.
 */
public final class PathId {

    private PathId() {
    }

    /**
     * A placeholder of the request's path, decoded.
     *
     * @throws ProblemException 400 when nothing can have such an id
     */
    public static String of(Exchange exchange, String placeholder) {
        String segment = exchange.getMessage().getHeader(placeholder, String.class);
        String id = segment == null ? null : decoded(segment);
        if (id == null) {
            throw new ProblemException(400, "malformed", "The " + placeholder + " of the address must be a text in UTF-8, percent-encoded.", null,
                    Map.of("parameter", placeholder));
        }
        return id;
    }

    /** Null where it is no id: blank, with control characters or noncharacters, in anything but UTF-8. */
    static String decoded(String segment) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                int high = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), 16) : -1;
                int low = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            String id = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            return isId(id) ? id : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** As an event's attribute may be, which is what its id comes as. */
    static boolean isId(String text) {
        return !text.isBlank() && text.chars().noneMatch(c -> c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0xfffe || c == 0xffff)
                && text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }
}
