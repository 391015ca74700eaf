package com.versaai.hub.verification;

import static com.versaai.hub.verification.Sample.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalesforceOrganizationTest {

    private static final String ID = "00D3000000001n7";
    private static final String LONG_ID = "00D3000000001n7EAA";

    private static Verdict verify(String body) {
        return verify(ID, body);
    }

    private static Verdict verify(String secret, String body) {
        return Verifiers.of(new Verification(Scheme.SALESFORCE_OUTBOUND, Map.of(), null), List.of(secret), null)
                .verify(Sample.post(null, Map.of(), body), NOW);
    }

    private static String withType(String type) {
        return Samples.envelope("&id;").replace("?><soapenv", "?>" + type + "<soapenv");
    }

    @Test
    void bothFormsOfAnIdAreEqual() {
        for (String secret : List.of(ID, LONG_ID)) {
            assertThat(verify(secret, Samples.envelope(ID))).isEqualTo(Verdict.OK);
            assertThat(verify(secret, Samples.envelope(LONG_ID))).isEqualTo(Verdict.OK);
            assertThat(verify(secret, Samples.envelope(" \n" + LONG_ID + ' '))).isEqualTo(Verdict.OK);
            assertThat(verify(secret, Samples.envelope("00D3000000001N7"))).isEqualTo(Verdict.WRONG_SIGNATURE);
            assertThat(verify(secret, Samples.envelope("00D3000000001n7AAA"))).isEqualTo(Verdict.MALFORMED);
            assertThat(verify(secret, Samples.envelope(ID.toLowerCase()))).isEqualTo(Verdict.MALFORMED);
            assertThat(verify(secret, Samples.envelope(ID + ID))).isEqualTo(Verdict.MALFORMED);
        }
    }

    @Test
    void theIdCountsAtItsPlaceOnly() {
        String right = Samples.envelope(ID);
        assertThat(verify(right.replace("soapenv:Body", "soapenv:Header"))).isEqualTo(Verdict.MISSING);
        assertThat(verify(right.replace("http://soap.sforce.com/2005/09/outbound", "urn:other"))).isEqualTo(Verdict.MISSING);
        assertThat(verify(right.replace("schemas.xmlsoap.org", "other.example.test"))).isEqualTo(Verdict.MISSING);
        assertThat(verify(right.replace("<OrganizationId>", "<x><OrganizationId>").replace("</OrganizationId>", "</OrganizationId></x>")))
                .isEqualTo(Verdict.MISSING);
        assertThat(verify(Samples.envelope("00D0000000B98de").replace("<sf:Name>",
                "<OrganizationId xmlns=\"http://soap.sforce.com/2005/09/outbound\">" + ID + "</OrganizationId><sf:Name>"))).isEqualTo(Verdict.WRONG_SIGNATURE);
        assertThat(verify(right.replace("</notifications>", "</notifications><notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\">"
                + "<OrganizationId>00D0000000B98de</OrganizationId></notifications>"))).isEqualTo(Verdict.MALFORMED);
        assertThat(verify(right.replace("<ActionId>", "<!-- <OrganizationId>x</OrganizationId> --><ActionId>"))).isEqualTo(Verdict.OK);
        assertThat(verify(Samples.envelope("00D3<!-- x -->000000001n7"))).as("read whole, not up to the comment").isEqualTo(Verdict.OK);
        assertThat(verify(Samples.envelope("<![CDATA[" + ID + "]]>"))).isEqualTo(Verdict.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY id \"00D3000000001n7\">]>",
        "<!DOCTYPE a [<!ENTITY % p \"<!ENTITY id '00D3000000001n7'>\"> %p;]>"})
    void noDocumentTypeIsRead(String type) {
        assertThat(verify(withType(type))).isEqualTo(Verdict.MALFORMED);
        assertThat(verify(withType(type).replace("&id;", ID))).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void noFileIsRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("id"), ID);
        assertThat(verify(withType("<!DOCTYPE a [<!ENTITY id SYSTEM \"" + file.toUri() + "\">]>"))).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void nothingIsFetched() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            for (String type : List.of("<!DOCTYPE a SYSTEM \"" + url + "\">", "<!DOCTYPE a [<!ENTITY id SYSTEM \"" + url + "\">]>",
                    "<!DOCTYPE a [<!ENTITY % p SYSTEM \"" + url + "\"> %p;]>")) {
                assertThat(verify(withType(type))).isEqualTo(Verdict.MALFORMED);
            }
            String hint = Samples.envelope(ID).replace("xsi:nil", "xsi:schemaLocation=\"urn:a " + url + "\" xsi:nil");
            assertThat(verify(hint)).isEqualTo(Verdict.OK);
            server.setSoTimeout(200);
            Assertions.assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void bombsCostLittle() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 \"00D3000000001n7\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l").append(i).append(" \"").append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
        }
        String entities = withType(laughs.append("]>").toString()).replace("&id;", "&l29;");
        String deep = Samples.envelope(ID).replace("<ActionId>", "<d>".repeat(40) + "</d>".repeat(40) + "<ActionId>");
        String wide = Samples.envelope(ID).replace("<ActionId>", "<d/>".repeat(100_001) + "<ActionId>");
        StringBuilder attributes = new StringBuilder("<d");
        for (int i = 0; i < 20_000; i++) {
            attributes.append(" a").append(i).append("=\"\"");
        }
        assertTimeout(Duration.ofSeconds(10), () -> {
            for (String body : List.of(entities, deep, wide, Samples.envelope(ID).replace("<ActionId>", attributes + "/><ActionId>"))) {
                assertThat(verify(body)).isEqualTo(Verdict.MALFORMED);
            }
        });
    }

    @Test
    void onlyUtf8IsRead() {
        WebhookVerifier verifier = Verifiers.of(new Verification(Scheme.SALESFORCE_OUTBOUND, Map.of(), null), List.of(ID), null);
        byte[] utf16 = Samples.envelope(ID).getBytes(StandardCharsets.UTF_16);
        assertThat(verifier.verify(new SignedRequest("POST", "/", null, Map.of(), utf16), NOW)).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void theTokenBelongsToItsOrganization() {
        WebhookVerifier verifier = Verifiers.of(new Verification(Scheme.SALESFORCE_OUTBOUND, Map.of("query", "k"), null),
                List.of(ID + ":one", "00D0000000B98de:two"), null);
        assertThat(verifier.verify(Sample.post("k=one", Map.of(), Samples.envelope(ID)), NOW)).isEqualTo(Verdict.OK);
        assertThat(verifier.verify(Sample.post("k=two", Map.of(), Samples.envelope("00D0000000B98deEAB")), NOW)).isEqualTo(Verdict.OK);
        assertThat(verifier.verify(Sample.post("k=two", Map.of(), Samples.envelope(ID)), NOW)).isEqualTo(Verdict.WRONG_SIGNATURE);
        assertThat(verifier.verify(Sample.post(null, Map.of(), Samples.envelope(ID)), NOW)).isEqualTo(Verdict.MISSING);
    }
}
