package com.versaai.hub.connector.dynamics;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.FaultSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes more than one call: duplicates, records that refer to others, won opportunities. */
class DynamicsDeliveryTest extends DynamicsSinkCase {

    @Test
    void whatTheSalesTeamHasMadeIsFoundByItsAddressAndGetsTheKey() throws Exception {
        String id = created("leads", "{\"lastname\":\"Old\",\"emailaddress1\":\"Ana@acme.example\"}");
        created("leads", "{\"lastname\":\"Younger\",\"emailaddress1\":\"ana@acme.example\"}");
        simulators.wireMock().resetRequests();
        done(send("leads", "u:1", ANA));
        assertThat(calls()).containsExactly("PATCH leads(hub_key=%27u%213A1%27)", "GET leads?$select=leadid,hub_key&$filter=emailaddress1%20eq%20%27ana%40acme.example%27"
                + "&$orderby=createdon%20asc&$top=20", "PATCH leads(ID)");
        JsonNode row = there("GET", "leads(" + id + ")", "").json();
        assertThat(row.path("lastname").asText()).as("the oldest").isEqualTo("Moreau");
        assertThat(row.path("hub_key").asText()).isEqualTo("u!3A1");
        done(send("leads", "u:1", ANA));
        assertThat(there("GET", "leads(hub_key='u!3A1')", "").json().path("leadid").asText()).isEqualTo(id);
    }

    @Test
    void oneOfAnotherKeyIsSomebodyElsesAndADeadLetterSaysSo() throws Exception {
        created("leads", "{\"lastname\":\"Other\",\"emailaddress1\":\"ana@acme.example\",\"hub_key\":\"u-2\"}");
        Fault fault = fault(send("leads", "u-1", ANA));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "0x80040333");
        assertThat(fault.message()).contains("has another key", "merge", "duplicate-detection=false").doesNotContain("ana@");
        hub.environment.setProperty(SETTINGS + "duplicate-detection", "false");
        done(send("leads", "u-1", ANA));
    }

    /** A rule over something else than the e-mail, as an environment may have; the documentation shows status 500. */
    @ParameterizedTest
    @CsvSource({"412,''", "500,''", "412,0x80040333", "500,0x80040333"})
    void aDuplicateThatTheAddressDoesNotFindIsADeadLetter(int status, String code) {
        simulators.faults().set(DYNAMICS, FaultSpec.error(status).withError("0x80040333").withPath("/api/data/v9.2/leads(").withCount(1));
        Fault fault = fault(send("leads", "u-1", code.isEmpty() ? "{\"lastname\":\"A\"}" : ANA));
        assertThat(fault).extracting("faultClass", "code", "status").containsExactly(FaultClass.PERMANENT, "0x80040333", status);
        if (!code.isEmpty()) {
            assertThat(fault.message()).contains("the e-mail does not find");
        }
    }

    @Test
    void deletedBetweenSearchAndChangeItIsMadeAnewTheNextTime() {
        stub(FaultClass.TRANSIENT, patch(urlPathMatching(API + "leads.*")).willReturn(refusal(412, "0x80040333")),
                get(urlPathEqualTo(API + "leads")).willReturn(okJson("{\"value\":[{\"leadid\":\"" + ID + "\",\"hub_key\":null}]}")),
                patch(urlPathEqualTo(API + "leads(" + ID + ")")).willReturn(refusal(404, "0x80040217")));
    }

    @Test
    void ofTwoWhoMakeItAtOnceTheSecondChangesIt() {
        simulators.faults().set(DYNAMICS, FaultSpec.error(412).withError("0x80060892").withPath("/api/data").withCount(1));
        done(send("leads", "u-1", ANA));
        assertThat(calls()).hasSize(2);
        simulators.faults().set(DYNAMICS, FaultSpec.error(412).withError("0x80060892").withPath("/api/data"));
        simulators.wireMock().resetRequests();
        assertThat(fault(send("leads", "u-1", ANA))).as("another key of the table").extracting("faultClass", "code")
                .containsExactly(FaultClass.PERMANENT, "0x80060892");
        assertThat(calls()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "<html></html>", "{\"value\":{}}", "{\"value\":[{\"leadid\":\"../x\"}]}", "{\"value\":[{}]}", "{\"value\":[]"})
    void anUnknownAnswerToTheSearchMakesNothing(String answer) {
        stub(FaultClass.IN_DOUBT, patch(urlPathMatching(API + "leads.*")).willReturn(refusal(412, "0x80040333")), get(anyUrl()).willReturn(okJson(answer)));
        assertThat(hub.provider.getAllServeEvents()).filteredOn(event -> event.getRequest().getMethod().getName().equals("PATCH")).hasSize(1);
    }

    @Test
    void aCaseBringsItsCustomerAlong() throws Exception {
        String ticket = "{\"title\":\"Help\",\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"u-1\",\"fields\":" + ANA + "}}";
        done(send("incidents", "T-1", ticket));
        done(send("incidents", "T-1", ticket));
        assertThat(calls()).containsExactly("PATCH contacts(hub_key=%27u-1%27)", "PATCH incidents(hub_key=%27T-1%27)",
                "PATCH contacts(hub_key=%27u-1%27)", "PATCH incidents(hub_key=%27T-1%27)");
        String contact = there("GET", "contacts(hub_key='u-1')", "").json().path("contactid").asText();
        assertThat(there("GET", "incidents(hub_key='T-1')?$select=title", "").json().path("title").asText()).isEqualTo("Help");
        assertThat(simulators.effects().find(DYNAMICS, "incidents/T-1")).hasValueSatisfying(effect -> {
            assertThat(effect.body()).contains("\"customerid_contact@odata.bind\":\"/contacts(" + contact + ")\"").doesNotContain("hub.upsert");
            assertThat(effect.effects()).as("the same customer by id and by key").isEqualTo(1);
        });
        assertThat(effects("contacts/u-1")).isEqualTo(1);
    }

    @Test
    void whatPeopleHaveMadeOfACustomerACaseDoesNotChange() throws Exception {
        done(send("contacts", "u-1", "{\"lastname\":\"Moreau-Lenz\"}"));
        String id = created("contacts", "{\"lastname\":\"Old\",\"emailaddress1\":\"x@acme.example\"}");
        for (String[] customer : new String[][] {{"u-1", ANA}, {"u-2", "{\"lastname\":\"New\",\"emailaddress1\":\"x@acme.example\"}"}}) {
            done(send("incidents", "T-" + customer[0], "{\"title\":\"Help\",\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"" + customer[0]
                    + "\",\"fields\":" + customer[1] + "}}"));
        }
        assertThat(there("GET", "contacts(hub_key='u-1')", "").json().path("lastname").asText()).isEqualTo("Moreau-Lenz");
        JsonNode found = there("GET", "contacts(" + id + ")", "").json();
        assertThat(found.path("lastname").asText() + ' ' + found.path("hub_key").asText()).as("found by its address, it has got the key").isEqualTo("Old u-2");
    }

    @Test
    void aCustomerWhoIsThereWithoutAKeyIsTheCasesToo() throws Exception {
        String id = created("contacts", "{\"lastname\":\"Old\",\"emailaddress1\":\"ana@acme.example\"}");
        done(send("incidents", "T-1", "{\"title\":\"Help\",\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"u-1\",\"fields\":" + ANA + "}}"));
        assertThat(simulators.effects().find(DYNAMICS, "incidents/T-1")).hasValueSatisfying(effect -> assertThat(effect.body()).contains(id));
    }

    @Test
    void theOtherRecordIsReferredToByItsKeyWhereTheAnswerNamesNoId() {
        hub.environment.setProperty(SETTINGS + "base-url", hub.url("/dynamics"));
        hub.environment.setProperty(SETTINGS + "login-url", hub.url("/dynamics"));
        hub.provider.stubFor(post(urlPathMatching("/dynamics/.*/oauth2/v2.0/token")).willReturn(token("t-1", "3599")));
        hub.provider.stubFor(patch(urlPathMatching(API + "contacts.*")).willReturn(aResponse().withStatus(204)
                .withHeader("OData-EntityId", hub.url(API + "contacts(hub_key='u-1')"))));
        hub.provider.stubFor(patch(urlPathMatching(API + "incidents.*")).willReturn(aResponse().withStatus(204)
                .withHeader("OData-EntityId", hub.url(API + "incidents(" + ID + ")"))));
        done(send("incidents", "T-1", "{\"title\":\"Help\",\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"u-1\",\"fields\":{}}}"));
        assertThat(hub.provider.getAllServeEvents().get(0).getRequest().getBodyAsString()).contains("\"/contacts(hub_key='u-1')\"");
    }

    @Test
    void aPaymentIsWonOnceHoweverOftenItComes() throws Exception {
        done(send("opportunities", "pi_1", PAID));
        assertThat(calls()).containsExactly("PATCH opportunities(hub_key=%27pi_1%27)", "POST WinOpportunity");
        done(send("opportunities", "pi_1", PAID));
        assertThat(calls()).hasSize(4).last().isEqualTo("GET opportunities(hub_key=%27pi_1%27)?$select=statecode");
        assertThat(effects("opportunities/pi_1")).isEqualTo(1);
        assertThat(simulators.effects().find(DYNAMICS, "WinOpportunity/pi_1")).hasValueSatisfying(effect -> {
            assertThat(effect.effects()).isEqualTo(1);
            assertThat(effect.body()).contains("\"Status\":3", "\"actualrevenue\":5.5", "\"actualend\":\"2026-01-05\"", "\"subject\":\"Pago 5 €\"");
        });
        assertThat(there("GET", "opportunities(hub_key='pi_1')", "").json().path("statecode").asInt()).isEqualTo(1);
    }

    @Test
    void whatWasBrokenOffBeforeItWasWonIsTakenUpThere() {
        simulators.faults().set(DYNAMICS, FaultSpec.of(FaultSpec.Kind.RESET).withPath("/api/data/v9.2/WinOpportunity").withCount(1));
        assertThat(fault(send("opportunities", "pi_1", PAID)).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        done(send("opportunities", "pi_1", PAID));
        assertThat(effects("WinOpportunity/pi_1")).isEqualTo(1);

        simulators.faults().set(DYNAMICS, FaultSpec.of(FaultSpec.Kind.RESET).withPath("/api/data/v9.2/WinOpportunity").withAfterEffect().withCount(1));
        assertThat(fault(send("opportunities", "pi_2", PAID)).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        done(send("opportunities", "pi_2", PAID));
        assertThat(effects("WinOpportunity/pi_2")).isEqualTo(1);
    }

    @Test
    void whatSalesHaveClosedAsLostIsADeadLetter() {
        stub(FaultClass.PERMANENT, patch(anyUrl()).willReturn(refusal(412, "")));
        hub.provider.stubFor(get(urlPathMatching(API + "opportunities.*")).willReturn(okJson("{\"opportunityid\":\"" + ID + "\",\"statecode\":2}")));
        Fault fault = fault(send("opportunities", "pi_1", PAID));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "opportunity_closed");
        assertThat(fault.message()).contains("reopen");
        hub.provider.stubFor(get(urlPathMatching(API + "opportunities.*")).willReturn(refusal(404, "0x80060891")));
        assertThat(fault(send("opportunities", "pi_1", PAID))).as("another key of the table").extracting("faultClass", "status").containsExactly(FaultClass.PERMANENT, 412);
    }
}
