package com.versaai.hub.ai.stream;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events one by one, as bytes that can be passed on. */
final class SseEvents implements AutoCloseable {

    private static final int LARGEST = 1024 * 1024;

    /**
     * @param bytes as they came, with the empty line
     * @param data  of its data lines, null when it has none (a comment)
     */
    record Event(byte[] bytes, String data) {
    }

    private final InputStream source;
    private final BufferedInputStream buffered;

    SseEvents(InputStream source) {
        this.source = source;
        this.buffered = new BufferedInputStream(source, 8192);
    }

    /**
     * The next event, null at the end; what has no empty line behind it is no event.
     *
     * @throws StreamFailedException when it is too large to be one
     */
    Event next() throws IOException {
        ByteArrayOutputStream event = new ByteArrayOutputStream(256);
        StringBuilder data = null;
        int lineStart = 0;
        int read;
        while ((read = buffered.read()) >= 0) {
            event.write(read);
            if (event.size() > LARGEST) {
                throw new StreamFailedException("event_too_large");
            }
            if (read != '\n') {
                continue;
            }
            byte[] all = event.toByteArray();
            String line = new String(all, lineStart, all.length - lineStart, StandardCharsets.UTF_8).stripTrailing();
            lineStart = all.length;
            if (line.isEmpty()) {
                if (all.length > 2) {
                    return new Event(all, data == null ? null : data.toString());
                }
                event.reset();
                lineStart = 0;
            } else if (line.startsWith("data:")) {
                data = data == null ? new StringBuilder() : data.append('\n');
                data.append(line.substring(5).stripLeading());
            }
        }
        return null;
    }

    /** Hangs up; never reads on. */
    @Override
    public void close() throws IOException {
        source.close();
    }
}
