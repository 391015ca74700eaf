package com.versaai.hub.connector.salesforce;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** CSV (RFC 4180) as it arrives, a row at a time: values may be quoted, and then hold quotes (doubled), commas and line ends. */
final class CsvRows {

    private static final int LONGEST_VALUE = 200_000;
    private static final int MOST_VALUES = 500;
    private static final int NONE = -2;

    private final Reader text;
    private int ahead = NONE;

    CsvRows(InputStream bytes) {
        text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /**
     * The next row; null behind the last one.
     *
     * @throws EOFException when it is cut within a value
     * @throws IOException  when it is no CSV
     */
    List<String> next() throws IOException {
        int c = read();
        if (c < 0) {
            return null;
        }
        List<String> row = new ArrayList<>();
        while (true) {
            StringBuilder value = new StringBuilder();
            int end = c == '"' ? quoted(value) : plain(value, c);
            row.add(value.toString());
            if (end != ',') {
                return row;
            }
            if (row.size() == MOST_VALUES) {
                throw new IOException("more than " + MOST_VALUES + " values in a row");
            }
            c = read();
        }
    }

    /** @return what follows the closing quote: a comma, a line end, or the end */
    private int quoted(StringBuilder value) throws IOException {
        while (true) {
            int c = read();
            if (c < 0) {
                throw new EOFException("it ends within a quoted value");
            }
            if (c == '"') {
                int next = read();
                if (next != '"') {
                    return end(next);
                }
            }
            add(value, c);
        }
    }

    private int plain(StringBuilder value, int first) throws IOException {
        int c = first;
        while (c != ',' && c != '\n' && c != '\r' && c >= 0) {
            if (c == '"') {
                throw new IOException("a quote within a value that isn't quoted");
            }
            add(value, c);
            c = read();
        }
        return end(c);
    }

    private int end(int c) throws IOException {
        if (c == '\r') {
            int next = read();
            if (next != '\n') {
                ahead = next;
            }
            return '\n';
        }
        if (c != ',' && c != '\n' && c >= 0) {
            throw new IOException("something behind a quoted value");
        }
        return c;
    }

    private static void add(StringBuilder value, int c) throws IOException {
        if (value.length() == LONGEST_VALUE) {
            throw new IOException("a value of more than " + LONGEST_VALUE + " characters");
        }
        value.append((char) c);
    }

    private int read() throws IOException {
        int c = ahead == NONE ? text.read() : ahead;
        ahead = NONE;
        return c;
    }
}
