package com.versaai.hub.connector.slack;

import java.time.Instant;

/** A message's {@code ts}: seconds, a dot, six digits. As a text it is in order. */
final class SlackTime {

    private SlackTime() {
    }

    static boolean is(String text) {
        return text.matches("\\d{10}\\.\\d{6}");
    }

    static String of(Instant time) {
        return "%010d.%06d".formatted(time.getEpochSecond(), time.getNano() / 1000);
    }

    /** @param ts checked by {@link #is} */
    static Instant instant(String ts) {
        return Instant.ofEpochSecond(Long.parseLong(ts.substring(0, 10)), Long.parseLong(ts.substring(11)) * 1000);
    }
}
