package com.versaai.hub.verification;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;

/** How a signature is written as text. Reading is strict, so that one signature has one text (and hex a second one, in upper case). */
enum Encoding {
    HEX,
    BASE64,
    /** With or without padding. */
    BASE64URL;

    byte[] read(String text) throws RefusedException {
        try {
            byte[] bytes = switch (this) {
                case HEX -> HexFormat.of().parseHex(text);
                case BASE64 -> Base64.getDecoder().decode(text);
                case BASE64URL -> Base64.getUrlDecoder().decode(text);
            };
            if (!canonical(bytes, text)) {
                throw RefusedException.malformed();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed();
        }
    }

    /** Java's decoders let missing padding and stray bits of the last character pass. */
    private boolean canonical(byte[] bytes, String text) {
        return switch (this) {
            case HEX -> true;
            case BASE64 -> Base64.getEncoder().encodeToString(bytes).equals(text);
            case BASE64URL -> Base64.getUrlEncoder().encodeToString(bytes).equals(text)
                    || Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text);
        };
    }

    /** Undoes {@code %XX}, and nothing else. */
    static byte[] unescape(String text) throws RefusedException {
        byte[] escaped = SignedRequest.wire(text);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(escaped.length);
        for (int i = 0; i < escaped.length; i++) {
            if (escaped[i] == '%') {
                if (i + 2 >= escaped.length || !HexFormat.isHexDigit(escaped[i + 1]) || !HexFormat.isHexDigit(escaped[i + 2])) {
                    throw RefusedException.malformed();
                }
                plain.write(HexFormat.fromHexDigit(escaped[i + 1]) << 4 | HexFormat.fromHexDigit(escaped[i + 2]));
                i += 2;
            } else {
                plain.write(escaped[i]);
            }
        }
        return plain.toByteArray();
    }
}
