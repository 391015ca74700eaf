package com.versaai.hub.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest and an instance may say, and what they hear when they say something else. */
class SchemeTest {

    private static final URI URL = URI.create("https://hub.example.test");

    private static List<String> problems(Scheme scheme, Map<String, String> parameters) {
        return Verification.problems(scheme, parameters, null);
    }

    private static Verification verification(Scheme scheme, String... parameters) {
        return new Verification(scheme, parameters.length == 0 ? Map.of() : Map.of(parameters[0], parameters[1]), null);
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void isFoundByItsNameAndExplainsItself(Scheme scheme) {
        assertThat(Scheme.of(scheme.manifestName())).isSameAs(scheme);
        assertThat(scheme.manifestName()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(scheme.meaning()).endsWith(".").contains("Secrets: ");
        assertThat(scheme.parameters()).allSatisfy(parameter -> assertThat(parameter.meaning()).isNotBlank());
        assertThat(problems(scheme, Map.of("no-such", "x"))).first().asString()
                .contains("verification scheme " + scheme.manifestName(), "\"no-such\" is unknown", "it takes ");
    }

    @Test
    void anUnknownNameIsAnsweredWithAllThereAre() {
        assertThatThrownBy(() -> Scheme.of("hmac-sha256")).hasMessageContaining("\"hmac-sha256\" is unknown").hasMessageContaining("hubspot-v3, ")
                .hasMessageEndingWith("salesforce-outbound");
    }

    @Test
    void saysWhichParametersAreMissingOrOfAnotherForm() {
        assertThat(problems(Scheme.HMAC, Map.of())).containsExactly(
                "verification scheme hmac: parameter \"header\" is missing: name of the header with the signature");
        assertThat(problems(Scheme.HMAC, Map.of("header", "x y", "algorithm", "md5", "encoding", "HEX", "timestamp-unit", "min")))
                .hasSize(4).anySatisfy(text -> assertThat(text).contains("\"algorithm\" has to be sha1, sha256 or sha512"));
        assertThat(problems(Scheme.TOKEN, Map.of())).first().asString().contains("exactly one of the parameters");
        assertThat(problems(Scheme.TOKEN, Map.of("header", "x-key", "query", "code"))).isEmpty();
        assertThat(problems(Scheme.TOKEN, Map.of("header", "x-key", "json", "/token"))).hasSize(1);
        assertThat(problems(Scheme.TOKEN, Map.of("query", "code", "json", "/token"))).hasSize(1);
        assertThat(problems(Scheme.TOKEN, Map.of("header", "x-key", "query", "code", "json", "/token"))).hasSize(1);
        assertThat(problems(Scheme.TOKEN, Map.of("json", "token"))).first().asString().contains("for example /token");
        assertThat(problems(Scheme.TOKEN, Map.of("query", "a=b"))).hasSize(1);
        assertThatThrownBy(() -> new Verification(Scheme.BASIC, Map.of("realm", "x"), null)).hasMessageContaining("it takes none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "signed={timestamp}.{body}|holds {timestamp}, but no \"timestamp-header\" says where it is",
        "signed={id}.{body}|holds {id}, but no \"id-header\" says where it is",
        "timestamp-header=x-time|is of no use: \"signed\" holds no {timestamp}",
        "id-header=x-id|is of no use: \"signed\" holds no {id}",
        "timestamp-unit=ms|needs \"timestamp-header\"",
        "signed={method}{url}|any body would be accepted",
        "signed={bdoy}|{bdoy} stands for nothing"})
    void hmacParametersHaveToGoTogether(String parameter, String expected) {
        String[] pair = parameter.split("=", 2);
        assertThat(problems(Scheme.HMAC, Map.of("header", "x-sig", pair[0], pair[1]))).first().asString().contains(expected);
    }

    @Test
    void aWindowIsForRequestsThatSayATime() {
        assertThat(verification(Scheme.SLACK).window()).isEqualTo(Duration.ofMinutes(5));
        assertThat(new Verification(Scheme.SLACK, Map.of(), Duration.ofSeconds(30)).window()).hasSeconds(30);
        assertThat(verification(Scheme.HUBSPOT_V1).window()).isNull();
        assertThat(verification(Scheme.HMAC, "header", "x").window()).isNull();
        assertThatThrownBy(() -> new Verification(Scheme.BASIC, null, Duration.ofSeconds(30))).hasMessageContaining("requests say no time");
        assertThatThrownBy(() -> new Verification(Scheme.HMAC, Map.of("header", "x"), Duration.ofSeconds(30)))
                .hasMessageContaining("no \"timestamp-header\"");
        assertThatThrownBy(() -> new Verification(Scheme.STRIPE, Map.of(), Duration.ZERO)).hasMessageContaining("a second or more");
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void refusesBlankAndPaddedSecretsWithoutShowingThem(Scheme scheme) {
        Verification verification = Samples.of(scheme).get(0).verification();
        String right = Samples.of(scheme).get(0).secret().hub();
        for (String secret : List.of("", "  ", right + "\n")) {
            assertThatThrownBy(() -> Verifiers.of(verification, List.of(right, secret), URL)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("verification scheme " + scheme.manifestName() + ": secret 2").hasMessageNotContaining(right);
        }
    }

    @ParameterizedTest
    @CsvSource({"BASIC,hunter2,user:password", "BASIC,:,user:password", "STANDARD_WEBHOOKS,hunter2,whsec_", "STANDARD_WEBHOOKS,whsec_hunter2%,base64",
        "STANDARD_WEBHOOKS,whsk_hunter2,private key", "STANDARD_WEBHOOKS,whpk_aHVudGVyMg==,not a public Ed25519 key", "STANDARD_WEBHOOKS,whsec_,base64",
        "SALESFORCE_OUTBOUND,hunter2,from 00D on", "SALESFORCE_OUTBOUND,00D3000000001n7EAB,from 00D on",
        "SALESFORCE_OUTBOUND,00D3000000001n7:hunter2,no parameter"})
    void refusesSecretsOfAnotherFormWithoutShowingThem(Scheme scheme, String secret, String expected) {
        assertThatThrownBy(() -> Verifiers.of(verification(scheme), List.of(secret), URL)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secret 1").hasMessageContaining(expected).hasMessageNotContaining("hunter2").hasMessageNotContaining("aHVu");
    }

    @Test
    void aTokenThatIsAskedForHasToBeConfigured() {
        assertThatThrownBy(() -> Verifiers.of(verification(Scheme.SALESFORCE_OUTBOUND, "query", "k"), List.of("00D3000000001n7"), URL))
                .hasMessageContaining("<organization id>:<token>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.example.test", "ftp://hub.example.test", "https://hub.example.test/?a=b", "https://u@hub.example.test", "https:///x", ""})
    void whereTheAddressIsSignedItHasToBeConfigured(String url) {
        for (Verification signing : List.of(verification(Scheme.HUBSPOT_V2), verification(Scheme.HUBSPOT_V3),
                new Verification(Scheme.HMAC, Map.of("header", "x", "signed", "{url}{body}"), null))) {
            assertThatThrownBy(() -> Verifiers.of(signing, List.of("s"), URI.create(url))).hasMessageContaining("hub.public-url");
            assertThatThrownBy(() -> Verifiers.of(signing, List.of("s"), null)).hasMessageContaining("hub.public-url");
            assertThat(Verifiers.of(signing, List.of(), null)).isNotNull();
        }
        assertThat(Verifiers.of(verification(Scheme.SLACK), List.of("s"), null)).isNotNull();
    }

    @Test
    void verdictsComeBackByTheirReason() {
        for (Verdict verdict : Verdict.values()) {
            assertThat(Verdict.of(verdict.reason())).isSameAs(verdict);
        }
        assertThatThrownBy(() -> Verdict.of("fine")).isInstanceOf(IllegalArgumentException.class);
    }
}
