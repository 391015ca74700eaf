package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every lookup of contacts owes, against the simulators, which contacts are written to by the connectors' own sinks. */
class ContactLookupContractTest {

    private static final List<String> STRANGE = List.of("o'brien@acme.example", "a\\b@acme.example", "a\\'b@acme.example", "50%25@acme.example", "a&b=c@acme.example",
            "(a,b)*@acme.example", "\"q\"@acme.example", "a/b?c#d@acme.example", "zoë@acme.example");
    private static Simulators simulators;
    private static ConnectorHarness hub;

    /** The simulators keep what other tests wrote: their tokens may not be ended often. */
    private final String domain = "@" + UUID.randomUUID() + ".example";
    private final String ana = "ana+x" + domain;

    @BeforeAll
    static void start() throws Exception {
        simulators = new Simulators(SimulatorSettings.onPort(0).withoutRateLimits()).start();
        hub = new ConnectorHarness();
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            provider.settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
        simulators.close();
    }

    static List<String> crms() {
        return hub.manifests().all().values().stream().filter(manifest -> manifest.lookups().containsKey(Manifest.CONTACT)).map(Manifest::name).toList();
    }

    @BeforeEach
    void fresh() {
        crms().forEach(crm -> simulators.faults().clear(SimulatedProvider.of(crm).orElseThrow()));
        simulators.wireMock().resetRequests();
    }

    private static void write(String crm, String email) {
        String first = "{\"%s\":\"Ana\",\"%s\":\"Ruiz\",\"%s\":" + new ObjectMapper().valueToTree(email) + "}";
        Exchange done = switch (crm) {
            case "salesforce" -> hub.send("salesforce-record-sink?externalIdField=Email", "{\"FirstName\":\"Ana\",\"LastName\":\"Ruiz\"}", Map.of("HubObject", "Contact", "HubKey", email));
            case "hubspot" -> hub.send("hubspot-object-sink", "{\"firstname\":\"Ana\",\"lastname\":\"Ruiz\"}", Map.of("HubObject", "contacts", "HubKey", email));
            case "dynamics" -> hub.send("dynamics-record-sink", first.formatted("firstname", "lastname", "emailaddress1"), Map.of("HubObject", "contacts", "HubKey", "k-" + email.hashCode()));
            case "zoho" -> hub.send("zoho-record-sink", first.formatted("First_Name", "Last_Name", "Email"), Map.of("HubObject", "Contacts", "HubKey", email));
            case "pipedrive" -> hub.send("pipedrive-record-sink", "{\"name\":\"Ana Ruiz\"}", Map.of("HubObject", "persons", "HubKey", email));
            default -> throw new AssertionError("say here how a contact of " + crm + " is written");
        };
        assertThat(done.getException()).as(crm + ' ' + email).isNull();
    }

    private static Exchange lookup(String crm, String email, String options) {
        Map<String, Object> headers = new LinkedHashMap<>(Map.of("CamelHttpQuery", "evil=1", "X-Evil", "1", "Content-Encoding", "gzip"));
        if (email != null) {
            headers.put("HubKey", email);
        }
        return hub.send(hub.manifests().get(crm).lookups().get(Manifest.CONTACT).kamelet() + options, "a body of the route's", headers);
    }

    /** An account whose login nobody has tried yet. */
    private static String newcomer(String crm, String name) {
        if (!SimulatedProvider.of(crm).orElseThrow().issuesTokens()) {
            return crm;
        }
        SimulatedProvider.of(crm).orElseThrow().settings("http://localhost:" + simulators.port())
                .forEach((setting, value) -> hub.environment.setProperty(setting.replace("provider." + crm, "provider." + crm + '-' + name), value));
        return crm + '-' + name;
    }

    private static JsonNode contacts(Exchange done) throws Exception {
        assertThat(done.getException()).isNull();
        JsonNode contacts = new ObjectMapper().readTree(done.getMessage().getBody(byte[].class));
        assertThat(contacts.isArray()).isTrue();
        return contacts;
    }

    private static Fault fault(String crm, Exchange done) {
        assertThat(done.getException()).as(crm).isNotNull();
        return hub.fault(crm, done);
    }

    @Test
    void everyCrmHasOne() {
        assertThat(crms()).containsAll(hub.manifests().all().values().stream().filter(manifest -> "crm".equals(manifest.kind())).map(Manifest::name).toList())
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("crms")
    void findsWhoIsThereInAnyCaseAndNobodyElse(String crm) throws Exception {
        write(crm, ana);
        write(crm, "ana" + domain);
        Exchange done = lookup(crm, ana.toUpperCase(java.util.Locale.ROOT), "");
        JsonNode contacts = contacts(done);
        assertThat(contacts).singleElement().satisfies(contact -> {
            assertThat(contact.path("id").asText()).isNotEmpty();
            assertThat(contact.path("email").asText()).isEqualToIgnoringCase(ana);
            assertThat(contact.path("name").asText()).isEqualTo("Ana Ruiz");
            assertThat(contact.properties()).allSatisfy(field -> assertThat(field.getKey())
                    .isIn("id", "email", "firstName", "lastName", "name", "company", "url", "updatedAt"));
            assertThat(contact.has("updatedAt")).isEqualTo(!crm.equals("pipedrive"));
        });
        assertThat(done.getMessage().getHeaders()).containsOnlyKeys("Content-Type");
        assertThat(contacts(lookup(crm, "nobody" + domain, ""))).isEmpty();
        assertThat(simulators.wireMock().getAllServeEvents()).allSatisfy(event -> assertThat(event.getRequest().toString()).doesNotContain("evil=1", "X-Evil"));
    }

    @ParameterizedTest
    @MethodSource("crms")
    void anAddressIsNeverMoreThanAnAddress(String crm) throws Exception {
        write(crm, ana);
        for (String email : Stream.concat(STRANGE.stream(), Stream.of("'OR'Email'!='@x.example", "x'OR'1'='1@x.example", "%@%.example", "*@*", "x')or(Email:equals:a@b.example"))
                .toList()) {
            assertThat(contacts(lookup(crm, email, ""))).as(email).isEmpty();
        }
        long refused = simulators.wireMock().getAllServeEvents().stream().filter(event -> event.getResponse().getStatus() >= 400).count();
        assertThat(refused).as("each was a well-formed question").isZero();
    }

    @ParameterizedTest
    @MethodSource("crms")
    void findsAQuotedAddress(String crm) throws Exception {
        write(crm, "o'brien&co" + domain);
        assertThat(contacts(lookup(crm, "o'brien&co" + domain, ""))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("crms")
    void whatIsNoAddressIsNotAsked(String crm) {
        for (String email : new String[] {null, "", "ana", "a b@acme.example", "a@b@c", "a@acme.example\r\nX-Evil: 1", "a\u0000@acme.example", "a\u2028@b.example",
            "x".repeat(10_000) + "@acme.example", "x".repeat(65) + "@acme.example"}) {
            assertThat(fault(crm, lookup(crm, email, ""))).as(email).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_message");
        }
        assertThat(simulators.wireMock().getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("crms")
    void aFaultIsNeverNobodyAndNeverInDoubt(String crm) throws Exception {
        write(crm, ana);
        String account = "?account=" + newcomer(crm, "faulty");
        // It is logged in: what is refused below is the question.
        assertThat(contacts(lookup(crm, ana, account))).hasSize(1);
        SimulatedProvider provider = SimulatedProvider.of(crm).orElseThrow();
        for (int status : new int[] {400, 403, 404, 429, 500, 503}) {
            simulators.faults().set(provider, FaultSpec.error(status));
            Exchange refused = lookup(crm, ana, account);
            Fault fault = fault(crm, refused);
            assertThat(fault.faultClass()).as(crm + ' ' + status).isNotEqualTo(FaultClass.IN_DOUBT);
            if (status >= 500) {
                assertThat(fault.faultClass()).as(crm + ' ' + status).isEqualTo(FaultClass.TRANSIENT);
            }
            assertThat(fault.code()).isNotEqualTo("internal_error");
            assertThat(refused.getException().toString()).doesNotContain("ana+x", "ana%2Bx");
        }
        for (FaultSpec.Kind kind : List.of(FaultSpec.Kind.HANG, FaultSpec.Kind.RESET)) {
            simulators.faults().set(provider, FaultSpec.of(kind));
            assertThat(fault(crm, lookup(crm, ana, account + "&responseTimeout=300")).faultClass()).as(kind.name()).isEqualTo(FaultClass.TRANSIENT);
        }
        simulators.faults().clear(provider);
        assertThat(contacts(lookup(crm, ana, account))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("crms")
    void anExpiredTokenCostsNothing(String crm) throws Exception {
        SimulatedProvider provider = SimulatedProvider.of(crm).orElseThrow();
        assumeTrue(provider.issuesTokens());
        write(crm, ana);
        String account = "?account=" + newcomer(crm, "expiring");
        assertThat(contacts(lookup(crm, ana, account))).hasSize(1);
        simulators.expireTokens(provider);
        assertThat(contacts(lookup(crm, ana, account))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("crms")
    void theAddressIsInNoFailureEndpointOrJmx(String crm) throws Exception {
        String secretive = "very.private.person@acme.example";
        SimulatedProvider provider = SimulatedProvider.of(crm).orElseThrow();
        Overheard overheard = new Overheard();
        lookup(crm, "somebody" + domain, "");
        // At DEBUG camel-http tells each address it calls; at INFO, which is what is written, ContactsApiTest listens.
        overheard.close();
        Exchange done = lookup(crm, secretive, "");
        assertThat(done.getException()).isNull();
        overheard.add(done);
        for (int status : new int[] {403, 429, 503}) {
            simulators.faults().set(provider, FaultSpec.error(status));
            Exchange refused = lookup(crm, secretive, "");
            Fault fault = fault(crm, refused);
            StringWriter trace = new StringWriter();
            refused.getException().printStackTrace(new PrintWriter(trace));
            assertThat(fault.message() + fault.answer() + trace).doesNotContain("very.private");
        }
        overheard.add(hub.context);
        assertThat(overheard.before("kamelet:")).as("it hears").isNotEmpty();
        assertThat(overheard.before("very.private")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("crms")
    void anAccountWithoutSettingsIsNotConfigured(String crm) {
        assertThat(fault(crm, lookup(crm, ana, "?account=" + crm + "-none"))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "not_configured");
    }
}
