package com.versaai.hub.connector.stripe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Real-shaped Stripe events: {@code basil/…} are of API 2025-08-27, {@code before-basil/…} of 2024-06-20, {@code thin/…} v2. */
final class Fixtures {

    private Fixtures() {
    }

    static byte[] stripe(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures/stripe/" + name + ".json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An event around an object; single quotes stand for double ones. */
    static byte[] event(String type, String object) {
        return utf8(("{'id':'evt_1','object':'event','type':'" + type + "','created':1760000000,'data':{'object':" + object + "}}")
                .replace('\'', '"'));
    }
}
