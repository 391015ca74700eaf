package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.event.Event;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes a note, and that it names the deal that another action writes. */
class CrmNoteTest {

    private static final Map<String, String> DEAL = Map.of("salesforce", "/What/Hub_Key__c", "hubspot", "/deal", "dynamics", "/objectid_opportunity@hub.bind/key",
        "pipedrive", "/deal", "zoho", "/deal");
    private static final Map<String, String> SUBJECT = Map.of("salesforce", "/Subject", "hubspot", "/hs_note_body", "dynamics", "/subject",
        "pipedrive", "/content", "zoho", "/Note_Title");

    private final Mappings mappings = Fixtures.mappings(Path.of("routes/connectors"));

    private Mapped note(String crm, Event event) {
        return mappings.map(crm, "note", event).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"salesforce", "hubspot", "dynamics", "pipedrive", "zoho"})
    void isOnTheDealThatTheOtherActionWrites(String crm) {
        for (String[] each : new String[][] {{"payment-refunded", "opportunity"}, {"payment-disputed", "opportunity"}, {"subscription-changed", "subscription"}}) {
            Event event = Fixtures.event(each[0]);
            Mapped note = note(crm, event);
            assertThat(note.payload().at(DEAL.get(crm)).asText()).as(each[0]).isEqualTo(mappings.map(crm, each[1], event).orElseThrow().key());
            assertThat(note.key()).as(each[0]).isEqualTo("note:" + event.id());
            assertThat(note.payload().at(SUBJECT.get(crm)).asText()).as(each[0]).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({"salesforce", "hubspot", "dynamics", "pipedrive", "zoho"})
    void nothingElseIsNoted(String crm) {
        for (String other : new String[] {"payment-processed", "payment-failed", "subscription-renewed", "user-registered", "usage-threshold"}) {
            assertThat(mappings.answer(crm, "note", Fixtures.event(other)).why()).as(other).contains("nothing is noted of it");
        }
    }

    @Test
    void withoutAPaymentThereIsNoDealToNoteItOn() {
        Event refund = Fixtures.event("payment-refunded");
        Map<String, Object> data = new HashMap<>(refund.data());
        data.remove("paymentId");
        Event bare = Fixtures.with(refund, refund.type(), refund.subject(), refund.time(), data);
        assertThat(mappings.answer("hubspot", "note", bare).why()).contains("names no payment");
    }

    @Test
    void whatSendersWroteIsNoHtml() {
        Event refund = Fixtures.event("payment-refunded");
        Map<String, Object> data = new HashMap<>(refund.data());
        data.put("reason", "<img src=x onerror=alert(1)>");
        Event hostile = Fixtures.with(refund, refund.type(), refund.subject(), refund.time(), data);
        JsonNode payload = note("hubspot", hostile).payload();
        assertThat(note("pipedrive", hostile).payload().path("content").asText()).contains("&lt;img").doesNotContain("<img");
        assertThat(payload.path("hs_note_body").asText()).contains("&lt;img").doesNotContain("<img");
        assertThat(payload.path("hs_timestamp").asText()).isEqualTo(String.valueOf(refund.time().toEpochMilli()));
    }
}
