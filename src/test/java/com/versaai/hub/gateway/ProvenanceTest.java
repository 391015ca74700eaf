package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are this machine's, which pages are the hub's own, and what a proxy leaves behind. */
class ProvenanceTest {

    private static Provenance of(String... lines) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>()).add(line.substring(colon + 1).strip());
        }
        return new Provenance(name -> headers.getOrDefault(name, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "LOCALHOST:1", "LocalHost", "127.0.0.1", "127.0.0.1:65535", "[::1]", "[::1]:8080",
        "[0:0:0:0:0:0:0:1]:9"})
    void loopbackHasTheseNames(String host) {
        assertThat(of("Host: " + host).addressedAsLoopback()).isTrue();
        assertThat(of("host: " + host).addressedAsLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "evil.example", "evil.example:8080", "localhost.evil.example", "evil-localhost", "localhost.", "localhost.:8080",
        "127.0.0.1.nip.io", "127.1", "127.0.0.2", "0.0.0.0", "0", "2130706433", "0x7f000001", "017700000001", "127.0.0.1.", "::1", "[::1", "[::1]evil",
        "[::1].evil.example", "[::]", "[::ffff:127.0.0.1]", "user@localhost", "localhost@evil.example", "localhost:8080@evil.example",
        "localhost:", "localhost:80a", "localhost:-1", "localhost:123456", "localhost:80:80", "localhost,evil.example", "localhost evil.example",
        "localhost/evil", "localhost#evil", "localhost\\evil", "ⓛocalhost", "localhoſt", "127。0。0。1", "hub.internal", "169.254.169.254"})
    void nothingElseHas(String host) {
        assertThat(of("Host: " + host).addressedAsLoopback()).isFalse();
        assertThat(Provenance.isLoopbackName(host)).isEqualTo("::1".equals(host));
    }

    @Test
    void noHostAndTwoAreNoAddress() {
        assertThat(of().addressedAsLoopback()).isFalse();
        assertThat(of("Host: localhost", "Host: localhost").addressedAsLoopback()).isFalse();
        assertThat(of("Host: localhost", "Host: evil.example").addressedAsLoopback()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "https://evil.example", "http://localhost", "http://localhost:1", "http://localhost:80800", "http://127.0.0.1:8080",
        "http://localhost:8080@evil.example", "http://user@localhost:8080", "localhost:8080", "file://", "http://[", "chrome-extension://abcdef",
        "http://localhost.evil.example:8080", "http://localhost:8080, https://evil.example"})
    void otherOriginsAreOther(String origin) {
        assertThat(of("Host: localhost:8080", "Origin: " + origin).ofAnotherOrigin()).isTrue();
        assertThat(of("Host: localhost:8080", "Origin: http://localhost:8080", "Origin: " + origin).ofAnotherOrigin()).isTrue();
    }

    @Test
    void theOwnOriginIsNot() {
        assertThat(of("Host: localhost:8080", "Origin: http://localhost:8080").ofAnotherOrigin()).isFalse();
        assertThat(of("Host: LOCALHOST:8080", "Origin: https://localhost:8080").ofAnotherOrigin()).isFalse();
        assertThat(of("Host: localhost:8080").ofAnotherOrigin()).isFalse();
        assertThat(of("Origin: http://localhost:8080").ofAnotherOrigin()).as("of what?").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"same-origin,false", "none,false", "cross-site,true", "same-site,true", "Same-Origin,true", "'',true", "anything,true"})
    void theBrowsersWordCounts(String site, boolean other) {
        assertThat(of("Host: localhost", "Sec-Fetch-Site: " + site).ofAnotherSite()).isEqualTo(other);
    }

    @Test
    void onlyALinkThatIsFollowedOpensAPage() {
        String[] link = {"Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"};
        assertThat(of(link).opensPage("GET")).isTrue();
        assertThat(of(link).opensPage("POST")).as("a form that is sent").isFalse();
        assertThat(of("Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe").opensPage("GET")).isFalse();
        assertThat(of("Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: document").opensPage("GET")).isFalse();
        assertThat(of("Sec-Fetch-Mode: navigate").opensPage("GET")).isFalse();
        assertThat(of(link[0], link[1], link[1]).opensPage("GET")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "CF-Connecting-IP"})
    void proxiesShow(String header) {
        assertThat(of("Host: localhost", header + ": 127.0.0.1").forwarded()).isTrue();
        assertThat(of("Host: localhost", header.toLowerCase(Locale.ROOT) + ":").forwarded()).isTrue();
        assertThat(of("Host: localhost").forwarded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,true", "127.9.9.9,true", "::1,true", "0:0:0:0:0:0:0:1,true", "::ffff:127.0.0.1,true", "10.0.0.1,false", "0.0.0.0,false",
        "::,false", "'',false", "172.17.0.1,false"})
    void addressesOfLoopback(String address, boolean loopback) {
        assertThat(Provenance.isLoopbackAddress(address)).isEqualTo(loopback);
    }
}
