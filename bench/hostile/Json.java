package hostile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether bytes are one JSON value in UTF-8; this program has no libraries. */
final class Json {

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static boolean isObject(byte[] bytes) {
        try {
            Json json = new Json(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            json.space();
            if (json.at >= json.text.length() || json.text.charAt(json.at) != '{') {
                return false;
            }
            json.value();
            json.space();
            return json.at == json.text.length();
        } catch (CharacterCodingException | IllegalStateException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    private void value() {
        space();
        char c = text.charAt(at);
        if (c == '{' || c == '[') {
            members(c == '{' ? '}' : ']', c == '{');
        } else if (c == '"') {
            string();
        } else {
            int start = at;
            while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            require(text.substring(start, at).matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?"));
        }
    }

    private void members(char end, boolean named) {
        at++;
        space();
        if (text.charAt(at) == end) {
            at++;
            return;
        }
        while (true) {
            if (named) {
                space();
                string();
                space();
                require(text.charAt(at++) == ':');
            }
            value();
            space();
            char c = text.charAt(at++);
            if (c == end) {
                return;
            }
            require(c == ',');
        }
    }

    private void string() {
        require(text.charAt(at++) == '"');
        while (text.charAt(at) != '"') {
            require(text.charAt(at) >= 0x20);
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void space() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalStateException("no JSON");
        }
    }
}
