package com.versaai.hub.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictXmlTest {

    private static XmlElement read(String text) {
        return StrictXml.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedBodyException.class).hasMessageContaining(why).hasNoCause()
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void namesGoByTheirNamespaceWhateverThePrefix() {
        for (String prefix : List.of("a:", "soap-env:", "")) {
            String colon = prefix.isEmpty() ? "" : ':' + prefix.substring(0, prefix.length() - 1);
            XmlElement root = read("<%1$sR xmlns%2$s='urn:x' plain=' 1 '><%1$sC>a&amp;&#233;<![CDATA[<b>]]><!-- c --> d</%1$sC><%1$sC/></%1$sR>".formatted(prefix, colon));
            assertThat(root.is("urn:x", "R")).isTrue();
            assertThat(root.attributes()).containsEntry("plain", " 1 ");
            assertThat(root.all("urn:x", "C").map(XmlElement::text)).containsExactly("a&é<b> d", "");
            assertThat(root.first("", "C")).isEmpty();
        }
        assertThat(read("<r xmlns:i='urn:i' i:nil='true'/>").attributes()).containsExactly(java.util.Map.entry("{urn:i}nil", "true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "s3cret", "<a>s3cret", "<a></b>", "<a/><b/>", "<p:a/>", "<a p:s3cret='1'/>", "<a b='1' b='2'/>", "<a>&s3cret;</a>", "<a>&#0;</a>",
        "<a>]]></a>", "<?xml version='1.0'?>", "<a>\u0001</a>", "{\"a\":1}", "<a b=\"<\"/>"})
    void whatIsNoXmlIsMalformed(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedBodyException.class).satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void nothingIsDeclaredAndNothingIsFetched(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret.txt"), "s3cret");
        try (ServerSocket somebody = new ServerSocket(0)) {
            somebody.setSoTimeout(200);
            String web = "http://localhost:" + somebody.getLocalPort() + "/x.dtd";
            for (String type : List.of("<!DOCTYPE a>", "<!DOCTYPE a SYSTEM '" + web + "'>", "<!DOCTYPE a PUBLIC 'x' '" + web + "'>",
                    "<!DOCTYPE a [<!ENTITY e 's3cret'>]>", "<!DOCTYPE a [<!ENTITY e SYSTEM '" + file.toUri() + "'>]>", "<!DOCTYPE a [<!ENTITY % p SYSTEM '" + web + "'> %p;]>")) {
                refused(type + "<a>&e;</a>", "");
                refused(type + "<a/>", "document type");
            }
            assertThatThrownBy(somebody::accept).as("nobody has called").isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void entitiesThatGrowAreRefusedBeforeTheyDo() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 20; i++) {
            laughs.append("<!ENTITY l").append(i).append(" '").append(("&l" + (i - 1) + ';').repeat(10)).append("'>");
        }
        refused(laughs + "]><a>&l19;</a>", "");
    }

    @Test
    void isBounded() {
        assertThat(read("<a>".repeat(StrictXml.MAX_DEPTH) + "</a>".repeat(StrictXml.MAX_DEPTH)).children()).hasSize(1);
        refused("<a>".repeat(StrictXml.MAX_DEPTH + 1) + "</a>".repeat(StrictXml.MAX_DEPTH + 1), "depth");
        refused("<a>".repeat(100_000), "depth");
        refused("<a>" + "<b/>".repeat(StrictXml.MAX_ELEMENTS) + "</a>", "elements");
        StringBuilder many = new StringBuilder("<a");
        for (int i = 0; i <= StrictXml.MAX_ATTRIBUTES; i++) {
            many.append(" b").append(i).append("='1'");
        }
        refused(many + "/>", "attributes");
    }

    @Test
    void onlyUtf8IsRead() throws IOException {
        assertThatThrownBy(() -> StrictXml.read("<a>é</a>".getBytes(StandardCharsets.ISO_8859_1))).isInstanceOf(MalformedBodyException.class);
        assertThatThrownBy(() -> StrictXml.read("<a/>".getBytes(StandardCharsets.UTF_16))).isInstanceOf(MalformedBodyException.class);
        try (InputStream none = InputStream.nullInputStream()) {
            assertThatThrownBy(() -> StrictXml.read(none.readAllBytes())).hasMessage("empty body");
        }
    }
}
