package com.versaai.hub.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    private static List<List<String>> rows(String csv) throws IOException {
        return rows(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<List<String>> rows(InputStream bytes) throws IOException {
        CsvRows csv = new CsvRows(bytes);
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row = csv.next(); row != null; row = csv.next()) {
            rows.add(row);
        }
        return rows;
    }

    @Test
    void readsQuotesCommasAndLineEndsWithinValues() throws IOException {
        assertThat(rows("\"Id\",\"Note\"\n\"1\",\"a, \"\"b\"\"\nc\r\nd\"\n\"2\",\"\"\n"))
                .containsExactly(List.of("Id", "Note"), List.of("1", "a, \"b\"\nc\r\nd"), List.of("2", ""));
    }

    @Test
    void readsPlainValuesAnyLineEndAndNoneAtTheEnd() throws IOException {
        assertThat(rows("a,b\r\n1,\r2,é\n,")).containsExactly(List.of("a", "b"), List.of("1", ""), List.of("2", "é"), List.of("", ""));
        assertThat(rows("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a", "\"a\",\"b\n", "\"a\"\""})
    void tellsThatItIsCutWithinAValue(String csv) {
        assertThatThrownBy(() -> rows(csv)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"b", "a\"b"})
    void refusesWhatIsNoCsv(String csv) {
        assertThatThrownBy(() -> rows(csv)).isInstanceOf(IOException.class).isNotInstanceOf(EOFException.class);
    }

    @Test
    void refusesOtherEncodingsAndWhatWouldFillTheMemory() {
        assertThatThrownBy(() -> rows(new ByteArrayInputStream("é".getBytes(StandardCharsets.ISO_8859_1)))).isInstanceOf(CharacterCodingException.class);
        assertThatThrownBy(() -> rows("x".repeat(200_001))).hasMessageContaining("200000");
        assertThatThrownBy(() -> rows(",".repeat(501))).hasMessageContaining("500");
    }
}
