package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.event.Event;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AnonymousTest {

    private static final String SUBJECT = "cus_Jv9pRSOQmuB1eD";

    /** Every mark has a letter or sign that no hexadecimal hash has, or more digits than one: else a hash could spell it by chance. */
    @Test
    void nothingOfAPersonIsLeft() throws Exception {
        Map<String, Object> data = new LinkedHashMap<>(Map.of("customerId", SUBJECT, "id", "user-tomas47", "email", "Tomas.Lovelace@example.test",
                "name", "Tomas Lovelace <tomas@example.test>", "customerName", "Tomas Lovelace", "phone", 493012345678L, "subject", "Lovelace braucht Hilfe",
                "hostedInvoiceUrl", "https://invoice.stripe.com/i/acct_1/hush", "reference", "for tomas@example.test"));
        data.putAll(Map.of("accountId", 471147114711L, "postal_code", "75002 Lovelace", "userAgent", "tomas/1.0", "contact_name", "Lovelace"));
        data.put("billing_address", Map.of("line1", "Rue de la Paix 1", "geo", List.of(48.86, 2.33), "person", Map.of("nick", "Countess")));
        data.put("members", List.of(Map.of("firstName", "Tomas"), "lovelace@example.test"));
        data.put("memberIds", List.of("user-tomas47", "user-tomas48"));

        Event clean = Anonymous.of(event(data));

        assertThat(new ObjectMapper().findAndRegisterModules().writeValueAsString(clean)).doesNotContainIgnoringCase("tomas")
                .doesNotContainIgnoringCase("lovelace").doesNotContain("4711471147", "Jv9p", "4930123456", "Paix", "48.86", "Countess", "hush", "evt_1", "acme");
    }

    @Test
    void whatTheSampleIsAboutStays() {
        Map<String, Object> data = Map.of("amount", 12345, "currency", "usd", "plan", "price_pro_monthly", "planName", "Pro", "priceId", "price_1",
                "status", "past_due", "periodEnd", "2026-12-01T00:00:00Z", "quota", Map.of("used", 9, "limit", 10));
        data = new LinkedHashMap<>(data);
        data.putAll(Map.of("context", Map.of("locale", "de"), "membership", "gold", "capacity", "large", "promptTokens", 12));

        Event clean = Anonymous.of(event(data));

        assertThat(clean.data()).isEqualTo(data);
        assertThat(clean.type()).isEqualTo("payment.processed");
        assertThat(clean.time()).isEqualTo(Instant.parse("2026-11-27T10:00:00Z"));
    }

    @Test
    void whatBelongsTogetherStillDoesAndKeepsItsForm() {
        Event clean = Anonymous.of(event(Map.of("customerId", SUBJECT, "paymentId", "pi_3aKexHJW5w", "userIds", List.of("user-4711", "user-4711"),
                "email", "ada@example.test", "contact", "ada@example.test")));

        assertThat(clean.subject()).startsWith("cus_").isEqualTo(clean.data().get("customerId")).isNotEqualTo(SUBJECT);
        assertThat(clean.data().get("paymentId").toString()).startsWith("pi_");
        List<?> users = (List<?>) clean.data().get("userIds");
        assertThat(users).hasSize(2).allSatisfy(id -> assertThat(id.toString()).startsWith("user-"));
        assertThat(users.get(0)).isEqualTo(users.get(1));
        assertThat(clean.data().get("email").toString()).endsWith("@example.com").isEqualTo(clean.data().get("contact"));
    }

    @Test
    void noListOfCandidatesTellsWhoItWas() {
        assertThat(Anonymous.of(event(Map.of())).subject()).isNotEqualTo(Anonymous.of(event(Map.of())).subject());
    }

    private static Event event(Map<String, Object> data) {
        return new Event("1.0", "4de63be2-080e-5f1a-81b7-370e53d795ab", "/stripe", "payment.processed", SUBJECT, Instant.parse("2026-11-27T10:00:00Z"),
                "application/json", data, "evt_1", null, "1.0", "acme", null, null);
    }

    /** Letter by letter it would take hours. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLongTextWithoutAnAddressIsSearchedOnce() {
        String text = "x".repeat(1_000_000);
        assertThat(new Anonymous().without(text)).isEqualTo(text);
        assertThat(new Anonymous().without("x@".repeat(500_000))).hasSize(1_000_000);
        assertThat(new Anonymous().without("<a@b@ana@acme.example> or ana@acme.example")).doesNotContain("ana@acme");
    }
}
