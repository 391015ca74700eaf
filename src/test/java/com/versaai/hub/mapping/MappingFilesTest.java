package com.versaai.hub.mapping;

import static com.versaai.hub.mapping.Fixtures.event;
import static com.versaai.hub.mapping.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each file of routes/connectors makes of each event. */
class MappingFilesTest {

    private static final Mappings MAPPINGS = Fixtures.mappings("hub.plans.pro", "Pro");

    private static Mapped map(String file, Event event) {
        String[] name = file.split("/");
        return MAPPINGS.map(name[0], name[1], event).orElseThrow();
    }

    private static void assertMapped(Mapped mapped, String key, String object, String payload) {
        assertThat(mapped.key()).isEqualTo(key);
        assertThat(mapped.object()).isEqualTo(object);
        assertThat(json(mapped.payload().toString())).isEqualTo(json(payload));
    }

    @Test
    void salesforceLead() {
        assertMapped(map("salesforce/lead", event("user-registered")), "u-1001", "Lead", """
            {"FirstName":"Ana María","LastName":"Moreau","Company":"(sin empresa)","Email":"ana.moreau@acme.example","LeadSource":"web"}""");
        assertMapped(map("salesforce/lead", event("lead-created")), "lead-7", "Lead", """
            {"LastName":"João","Company":"Loja Lda","Email":"joao@loja.example","LeadSource":"form"}""");
    }

    @Test
    void salesforceLeadOfNobodyInParticularStillHasWhatSalesforceRequires() {
        Event bare = Fixtures.with(event("user-registered"), "user.registered", "u-9", Instant.EPOCH, null);
        assertMapped(map("salesforce/lead", bare), "u-9", "Lead", """
            {"LastName":"u-9","Company":"(sin empresa)","LeadSource":"VersaAI"}""");
        Event nobody = Fixtures.with(bare, "user.registered", null, Instant.EPOCH, Map.of());
        assertThat(MAPPINGS.map("salesforce", "lead", nobody)).isEmpty();
    }

    @Test
    void salesforceOpportunity() {
        assertMapped(map("salesforce/opportunity", event("payment-processed")), "pi_hub_1", "Opportunity", """
            {"Name":"Pago pi_hub_1: $123.45","StageName":"Closed Won","CloseDate":"2025-10-09","Amount":123.45,
             "LeadSource":"VersaAI","Description":"Pro"}""");
        assertThat(Fixtures.mappings("hub.crm.multi-currency", "true", "hub.crm.custom-fields", "true")
                .map("salesforce", "opportunity", event("payment-processed")).orElseThrow().payload())
                .contains(json("\"USD\""), json("\"cus_hub1\""));
    }

    @Test
    void salesforceSubscriptionAndUsage() {
        assertMapped(map("salesforce/subscription", event("subscription-changed")), "subscription:sub_hub_1", "Opportunity", """
            {"Name":"Suscripción Pro · cus_hub1","StageName":"Closed Won","CloseDate":"2025-10-09",
             "Description":"Estado: trialing → active (updated)","LeadSource":"VersaAI"}""");
        assertThat(map("salesforce/subscription", event("trial-started")).payload().path("CloseDate").asText()).isEqualTo("2025-11-09");
        assertMapped(map("salesforce/usage", event("usage-threshold")), "usage:cus_hub1:tokens", "Opportunity", """
            {"Name":"Uso de tokens al 92 % · cus_hub1","StageName":"Qualification","CloseDate":"2025-11-08",
             "Description":"92,500 de 100,000","LeadSource":"VersaAI"}""");
    }

    @ParameterizedTest
    @CsvSource({"active,Closed Won,closedwon", "trialing,Qualification,qualifiedtobuy", "past_due,Negotiation/Review,contractsent",
        "canceled,Closed Lost,closedlost"})
    void subscriptionStages(String status, String salesforce, String hubspot) {
        Event event = event("subscription-changed", "status", status);
        assertThat(map("salesforce/subscription", event).payload().path("StageName").asText()).isEqualTo(salesforce);
        assertThat(map("hubspot/subscription", event).payload().path("dealstage").asText()).isEqualTo(hubspot);
    }

    @Test
    void salesforceCase() {
        assertMapped(map("salesforce/ticket", event("support-ticket-created")), "T-55", "Case", """
            {"Subject":"No puedo entrar","Description":"Desde ayer","Status":"New","Origin":"Web","Priority":"High",
             "SuppliedName":"Ana María Moreau","SuppliedEmail":"ana.moreau@acme.example"}""");
    }

    @Test
    void hubspotContact() {
        assertMapped(map("hubspot/lead", event("user-registered")), "ana.moreau@acme.example", "contacts", """
            {"email":"ana.moreau@acme.example","firstname":"Ana María","lastname":"Moreau","lifecyclestage":"lead"}""");
        assertMapped(map("hubspot/lead", event("lead-created")), "joao@loja.example", "contacts", """
            {"email":"joao@loja.example","firstname":"João","company":"Loja Lda","lifecyclestage":"lead"}""");
        assertThat(MAPPINGS.map("hubspot", "lead", event("user-registered", "email", null))).isEmpty();
        assertThat(MAPPINGS.map("hubspot", "lead", event("user-registered", "email", "not an address"))).isEmpty();
    }

    @Test
    void hubspotDealsHaveTextsOnly() {
        assertMapped(map("hubspot/opportunity", event("payment-processed")), "pi_hub_1", "deals", """
            {"dealname":"Pago pi_hub_1: $123.45","pipeline":"default","dealstage":"closedwon","closedate":"1760000000123",
             "amount":"123.45","description":"Pro"}""");
        Mappings custom = Fixtures.mappings("hub.crm.custom-fields", "true", "hub.crm.multi-currency", "true");
        for (String[] pair : new String[][] {{"opportunity", "payment-processed"}, {"subscription", "subscription-renewed"},
            {"usage", "usage-threshold"}, {"ticket", "support-ticket-created"}, {"lead", "user-registered"}}) {
            Mapped mapped = custom.map("hubspot", pair[0], event(pair[1])).orElseThrow();
            assertThat(mapped.payload()).as(pair[0]).allMatch(JsonNode::isTextual);
            assertThat(mapped.payload().has(pair[0].equals("lead") ? "hub_user_id" : "hub_customer")).as(pair[0]).isTrue();
        }
    }

    @Test
    void hubspotUsageAndTicket() {
        assertMapped(map("hubspot/usage", event("usage-threshold")), "usage:cus_hub1:tokens", "deals", """
            {"dealname":"Uso de tokens al 92 % · cus_hub1","pipeline":"default","dealstage":"qualifiedtobuy",
             "closedate":"1762592000123","description":"92,500 de 100,000"}""");
        assertMapped(map("hubspot/ticket", event("support-ticket-created")), "T-55", "tickets", """
            {"subject":"No puedo entrar","content":"Desde ayer","hs_pipeline":"0","hs_pipeline_stage":"1","hs_ticket_priority":"URGENT"}""");
    }

    @Test
    void ga4Event() {
        assertMapped(map("ga4/track", event("user-registered")), "u-1001", null, """
            {"client_id":"%s","user_id":"u-1001","timestamp_micros":1760000000123000,
             "events":[{"name":"user_registered","params":{"signup_source":"web","session_id":"1759998600","engagement_time_msec":1}}]}"""
                .formatted(EventId.name("ga4-client/u-1001")));
        assertMapped(map("ga4/track", event("payment-processed")), "cus_hub1", null, """
            {"client_id":"%s","user_id":"cus_hub1","timestamp_micros":1760000000123000,
             "events":[{"name":"purchase","params":{"transaction_id":"pi_hub_1","value":123.45,"currency":"USD",
               "items":[{"item_id":"pro","item_name":"Pro","quantity":1,"price":123.45}],
               "session_id":"1759998600","engagement_time_msec":1}}]}""".formatted(EventId.name("ga4-client/cus_hub1")));
        assertThat(map("ga4/track", event("payment-refunded")).payload().at("/events/0/name").asText()).isEqualTo("refund");
    }

    @Test
    void ga4NeverGetsAnEmail() {
        Event byMail = Fixtures.with(event("user-login"), "user.login", "ana@acme.example", Instant.EPOCH, Map.of("source", "ana@acme.example"));
        assertThat(map("ga4/track", byMail).payload().toString()).doesNotContain("@").contains(EventId.name("ga4-user/ana@acme.example"));
    }

    @Test
    void mixpanelEvent() {
        Event event = event("payment-processed");
        assertMapped(map("mixpanel/track", event), "cus_hub1", null, """
            [{"event":"payment_processed","properties":{"payment_id":"pi_hub_1","amount":123.45,"currency":"USD","plan":"pro",
              "time":1760000000123,"distinct_id":"cus_hub1","$insert_id":"%s","revenue":123.45,"hub_event_id":"%s","hub_app":"versaai-hub"}}]"""
                .formatted(EventId.name(event.id() + "/mixpanel/track"), event.id()));
        assertThat(map("mixpanel/track", event).payload().at("/0/properties/$insert_id").asText()).matches("[A-Za-z0-9-]{1,36}");
    }

    @Test
    void amplitudeEvent() {
        Event event = event("payment-refunded");
        assertMapped(map("amplitude/track", event), "cus_hub1", null, """
            {"events":[{"user_id":"cus_hub1","event_type":"payment_refunded","time":1760000000123,"insert_id":"%s",
              "event_properties":{"payment_id":"pi_hub_1","amount":20.00,"currency":"EUR","plan":"pro","reason":"requested_by_customer"},
              "revenue":-20.00,"currency":"EUR","productId":"pro","revenueType":"refund"}]}"""
                .formatted(EventId.name(event.id() + "/amplitude/track")));
        Event shortId = Fixtures.with(event, "user.login", "u-1", event.time(), Map.of("id", "u-1"));
        assertThat(map("amplitude/track", shortId).payload().at("/options/min_id_length").asInt()).isEqualTo(1);
    }

    @Test
    void segmentEvent() {
        Event event = event("ai-request-completed");
        assertMapped(map("segment/track", event), "u-1001", null, """
            {"userId":"u-1001","event":"ai_request_completed","messageId":"%s","timestamp":"2025-10-09T08:53:20.123Z",
             "properties":{"model":"llama-3.3-70b","provider":"groq","prompt_tokens":12,"completion_tokens":34,"latency_ms":210,
               "cached":false,"fallback":true},"context":{"library":{"name":"versaai-hub"}}}"""
                .formatted(EventId.name(event.id() + "/segment/track")));
        assertThat(map("segment/track", event("payment-processed")).payload().at("/properties/revenue").asDouble()).isEqualTo(123.45);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "user-registered|user-registered|#growth|🎉 Nuevo usuario registrado: Ana.Moreau@acme.example",
        "payment-important|payment-processed|#revenue|💰 Pago importante procesado: $123.45",
        "payment-important|payment-disputed|#revenue|⚠️ Pago en disputa: $123.45 (fraudulent)",
        "subscription-changed|subscription-changed|#growth|🔄 Suscripción cambiada: cus_hub1 · Pro (trialing → active)",
        "subscription-changed|subscription-renewed|#growth|🔁 Suscripción renovada: cus_hub1 · Pro (hasta 2025-11-09)",
        "subscription-changed|trial-started|#growth|🧪 Prueba iniciada: cus_hub1 · Pro (hasta 2025-11-09)",
        "subscription-changed|usage-threshold|#growth|📈 cus_hub1 usa el 92 % de tokens (92,500 de 100,000)",
        "support-ticket|support-ticket-created|#support|🎫 Ticket de soporte: No puedo entrar · ana.moreau@acme.example",
        "system-alert|integration-failed|#alerts|❌ [ERROR] slack: channel_not_found\\nEntrega 5b1f/slack/user-registered, intentos: 8",
        "system-alert|health-degraded|#alerts|⚠️ [AVISO] stripe: connect timed out",
        "system-alert|health-recovered|#alerts|✅ [RECUPERADO] stripe",
        "system-alert|system-alert|#alerts|❌ [ERROR] salesforce: 1999 más en 5 min: INVALID_FIELD (permanent)\\nÚltima entrega: 5b1f/salesforce/lead\\nLista: https://hub.example.test/catalog/letters?destination=salesforce&amp;class=permanent&amp;code=INVALID_FIELD"})
    void slackTexts(String action, String fixture, String channel, String text) {
        Mapped mapped = map("slack/" + action, event(fixture));
        assertThat(mapped.payload().path("text").asText()).isEqualTo(text.replace("\\n", "\n"));
        assertThat(mapped.payload().path("channel").asText()).isEqualTo(channel);
    }

    @Test
    void onlyCriticalAlertsPingTheChannel() {
        Mappings critical = Fixtures.mappings("hub.alerts.critical-services[0]", "stripe");
        assertThat(critical.map("slack", "system-alert", event("health-degraded")).orElseThrow().payload().path("text").asText())
                .isEqualTo("<!channel> 🚨 [CRÍTICO] stripe: connect timed out");
        assertThat(map("slack/system-alert", event("integration-failed", "severity", "critical")).payload().path("text").asText())
                .startsWith("<!channel> 🚨");
        assertThat(critical.map("slack", "system-alert", event("health-recovered")).orElseThrow().payload().path("text").asText())
                .doesNotContain("<!");
    }

    @Test
    void anAlertOfManySaysHowManyAndHowItIsNow() {
        Event others = event("system-alert", "others", true);
        assertThat(text(others)).startsWith("❌ [ERROR] salesforce: 1999 más en 5 min: otros códigos (permanent)\n");
        assertThat(text(event("system-alert", "kind", "degraded"))).startsWith("⚠️ [AVISO] salesforce: 1999 más en 5 min, ahora: INVALID_FIELD");
        assertThat(text(event("system-alert", "kind", "recovered"))).startsWith("✅ [RECUPERADO] salesforce: 1999 más en 5 min, ahora: INVALID_FIELD");
        assertThat(text(event("system-alert", "severity", "critical"))).startsWith("<!channel> 🚨");
        assertThat(text(event("system-alert", "service", "*"))).startsWith("❌ [ERROR] otros servicios: ");
        Event first = event("system-alert", "period", null);
        assertThat(text(first)).startsWith("❌ [ERROR] salesforce: INVALID_FIELD\nEntrega 5b1f/salesforce/lead\n");
        Map<String, Object> counted = new java.util.HashMap<>(first.data());
        counted.put("attempts", 3);
        assertThat(text(Fixtures.with(first, first.type(), first.subject(), first.time(), counted)))
                .startsWith("❌ [ERROR] salesforce: INVALID_FIELD\nEntrega 5b1f/salesforce/lead, intentos: 3\n");
        assertThat(Fixtures.mappings("hub.alerts.mail-to[0]", "ops@versaai.example", "hub.texts.locale", "en").map("mail", "system-alert", event("system-alert"))
                .orElseThrow().payload().path("text").asText()).startsWith("[ERROR] salesforce: 1999 more in 5 min: INVALID_FIELD (permanent)\n"
                + "Last delivery: 5b1f/salesforce/lead\nList: https://hub.example.test/catalog/letters?destination=salesforce&class=permanent&code=INVALID_FIELD\n");
    }

    private static String text(Event alert) {
        return map("slack/system-alert", alert).payload().path("text").asText();
    }

    @Test
    void mailAlertsNeedRecipients() {
        assertThat(MAPPINGS.map("mail", "system-alert", event("integration-failed"))).isEmpty();
        Mapped mapped = Fixtures.mappings("hub.alerts.mail-to[0]", "ops@versaai.example", "hub.texts.locale", "en")
                .map("mail", "system-alert", event("integration-failed", "error", "a < b\r\nBcc: x@evil.example")).orElseThrow();
        assertMapped(mapped, null, null, """
            {"to":["ops@versaai.example"],"subject":"[ERROR] slack: a < b Bcc: x@evil.example",
             "text":"[ERROR] slack: a < b Bcc: x@evil.example\\nDelivery 5b1f/slack/user-registered, attempts: 8\\nEvent 5b1f7c1e-0000-5000-8000-00000000000e · 2025-10-09T08:53:20.123Z"}""");
    }

    @ParameterizedTest
    @CsvSource({"jpy,5000,5000", "kwd,5120,5.120", "ugx,500,5.00", "xyz,100,1.00"})
    void amountsFollowTheCurrency(String currency, int minor, String major) {
        Event event = Fixtures.with(event("payment-processed"), "payment.processed", "cus_hub1", Instant.EPOCH,
                Map.of("amount", minor, "currency", currency, "paymentId", "pi_1", "customerId", "cus_hub1"));
        assertThat(map("hubspot/opportunity", event).payload().path("amount").asText()).isEqualTo(major);
        assertThat(map("salesforce/opportunity", event).payload().path("Amount").decimalValue()).isEqualByComparingTo(major);
        assertThat(map("ga4/track", event).payload().at("/events/0/params/value").decimalValue()).isEqualByComparingTo(major);
        assertThat(map("segment/track", event).payload().at("/properties/revenue").decimalValue()).isEqualByComparingTo(major);
    }
}
