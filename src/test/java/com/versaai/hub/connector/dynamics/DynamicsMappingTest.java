package com.versaai.hub.connector.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.mapping.Mappings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the connector's mappings make of events, and of execution contexts. */
class DynamicsMappingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mappings MAPPINGS = Fixtures.mappings("hub.plans.pro", "Pro");
    private static final String CONTACT = "c1a30e10-0004-4000-8000-000000000004";
    private static final String OTHER = "c1a30e10-0008-4000-8000-000000000008";
    private static final String OPERATION = "c1a30e10-0005-4000-8000-000000000005";
    private static final String NOTHING = "00000000-0000-0000-0000-000000000000";

    // out

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "lead         | user-registered        | leads         | u-1001                 | {\"subject\":\"web: Ana María Moreau\",\"firstname\":\"Ana María\",\"lastname\":\"Moreau\",\"emailaddress1\":\"ana.moreau@acme.example\"}",
        "lead         | lead-created           | leads         | lead-7                 | {\"subject\":\"form: João\",\"lastname\":\"João\",\"companyname\":\"Loja Lda\",\"emailaddress1\":\"joao@loja.example\"}",
        "contact      | user-registered        | contacts      | u-1001                 | {\"firstname\":\"Ana María\",\"lastname\":\"Moreau\",\"emailaddress1\":\"ana.moreau@acme.example\"}",
        "opportunity  | payment-processed      | opportunities | pi_hub_1               | {\"name\":\"Pago pi_hub_1: $123.45\",\"description\":\"Pro\",\"estimatedclosedate\":\"2025-10-09\",\"actualvalue\":123.45,\"actualclosedate\":\"2025-10-09\",\"statecode\":1}",
        "subscription | subscription-changed   | opportunities | subscription.sub_hub_1 | {\"name\":\"Suscripción Pro · cus_hub1\",\"description\":\"Estado: trialing → active (updated)\",\"estimatedclosedate\":\"2025-10-09\",\"closeprobability\":100}",
        "usage        | usage-threshold        | opportunities | usage.cus_hub1.tokens  | {\"name\":\"Uso de tokens al 92 % · cus_hub1\",\"description\":\"92,500 de 100,000\",\"estimatedclosedate\":\"2025-11-08\"}",
        "ticket       | support-ticket-created | incidents     | T-55                   | {\"title\":\"No puedo entrar\",\"description\":\"Desde ayer\",\"prioritycode\":1,\"caseorigincode\":3,\"customerid_contact@hub.upsert\":{\"object\":\"contacts\",\"key\":\"u-1001\",\"fields\":{\"firstname\":\"Ana María\",\"lastname\":\"Moreau\",\"emailaddress1\":\"ana.moreau@acme.example\"}}}"})
    void mapsEachEventToItsRecord(String action, String fixture, String object, String key, String payload) throws IOException {
        Mapped mapped = MAPPINGS.map("dynamics", action, Fixtures.event(fixture)).orElseThrow();
        assertThat(mapped.object()).isEqualTo(object);
        assertThat(mapped.key()).isEqualTo(key);
        assertThat(JSON.readTree(mapped.payload().toString())).isEqualTo(JSON.readTree(payload));
    }

    @ParameterizedTest
    @CsvSource({"active,100", "trialing,20", "past_due,50", "canceled,0"})
    void aSubscriptionsStateIsItsProbability(String status, int probability) {
        Event event = Fixtures.event("subscription-changed");
        Map<String, Object> data = new HashMap<>(event.data());
        data.put("status", status);
        assertThat(MAPPINGS.map("dynamics", "subscription", Fixtures.with(event, event.type(), event.subject(), Instant.EPOCH, data)).orElseThrow().payload()
                .path("closeprobability").asInt(-1)).isEqualTo(probability);
    }

    @Test
    void currenciesAreBoundWhereTheEnvironmentHasThem() {
        assertThat(Fixtures.mappings("hub.crm.multi-currency", "true").map("dynamics", "opportunity", Fixtures.event("payment-processed")).orElseThrow().payload()
                .path("transactioncurrencyid@odata.bind").asText()).isEqualTo("/transactioncurrencies(isocurrencycode='USD')");
    }

    @Test
    void aCaseOfNobodyIsNone() {
        assertThat(MAPPINGS.map("dynamics", "ticket", Fixtures.with(Fixtures.event("support-ticket-created"), "support.ticket.created", "T-9",
                Instant.EPOCH, Map.of("id", "T-9", "subject", "x")))).isEmpty();
    }

    /** What leaves is what this says, and nothing else of an event. */
    @Test
    void nothingElseOfAnEventLeaves() {
        Map<String, Object> data = new HashMap<>(Map.of("id", "u-1", "email", "ana@acme.example", "name", "Ana", "source", "web"));
        for (String more : List.of("password", "phone", "address", "ip", "iban", "birthday", "passport")) {
            data.put(more, "private-" + more);
        }
        for (String type : List.of("user.registered", "lead.created", "support.ticket.created", "payment.processed", "user.usage.threshold", "trial.started")) {
            for (String action : List.of("lead", "contact", "opportunity", "subscription", "usage", "ticket")) {
                MAPPINGS.map("dynamics", action, Fixtures.with(Fixtures.event("user-registered"), type, "u-1", Instant.EPOCH, data))
                        .ifPresent(mapped -> assertThat(mapped.payload().toString()).as(type + ' ' + action).doesNotContain("private-"));
            }
        }
    }

    // in

    private static ObjectNode context() throws IOException {
        return (ObjectNode) JSON.readTree(DynamicsWebhooks.update());
    }

    private static List<JsonNode> mapped(JsonNode context) {
        List<JsonNode> made = new ArrayList<>();
        for (JsonNode answer : MAPPINGS.ofRequest("dynamics", "inbound", context, JSON.createObjectNode())) {
            (answer.isArray() ? (ArrayNode) answer : JSON.createArrayNode().add(answer)).forEach(made::add);
        }
        return made;
    }

    private static ObjectNode message(String message, String input) throws IOException {
        ObjectNode context = context().put("MessageName", message);
        context.set("InputParameters", JSON.readTree(input));
        return context;
    }

    @Test
    void anUpdateSaysWhichColumnsWereSetAndNotToWhat() throws IOException {
        assertThat(mapped(context())).singleElement().isEqualTo(JSON.readTree("""
            {"type":"crm.record.changed","id":"%s:Update:contact:%s","subject":"dynamics-contact-%s","time":"1760000000123",
             "data":{"crm":"dynamics","object":"contact","id":"%s","change":"updated","fields":["firstname","fullname"],
              "user":"c1a30e10-0003-4000-8000-000000000003","depth":1}}""".formatted(OPERATION, CONTACT, CONTACT, CONTACT)));
        assertThat(mapped(context()).toString()).doesNotContain("Ana");
    }

    @ParameterizedTest
    @CsvSource({"Create,created", "Delete,deleted", "Assign,updated", "SetState,updated", "SetStateDynamicEntity,updated"})
    void eachMessageIsAChange(String message, String change) throws IOException {
        JsonNode data = mapped(context().put("MessageName", message)).get(0).path("data");
        assertThat(data.path("change").asText()).isEqualTo(change);
        assertThat(data.path("id").asText()).isEqualTo(CONTACT);
        assertThat(data.path("fields").toString()).isEqualTo(message.startsWith("SetState") ? "[\"statecode\",\"statuscode\"]" : message.equals("Assign") ? "[\"ownerid\"]" : "");
    }

    @Test
    void ofAMergeBothRecordsAreNamed() throws IOException {
        JsonNode data = mapped(message("Merge", "[{\"key\":\"Target\",\"value\":{\"Id\":\"" + CONTACT + "\",\"LogicalName\":\"contact\"}},{\"key\":\"SubordinateId\",\"value\":\""
                + OTHER + "\"}]")).get(0).path("data");
        assertThat(data.path("change").asText() + ' ' + data.path("id").asText() + ' ' + data.path("merged").asText()).isEqualTo("merged " + CONTACT + ' ' + OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Associate", "Disassociate"})
    void whatWasRelatedIsTheTarget(String message) throws IOException {
        ObjectNode context = message(message, "[{\"key\":\"Target\",\"value\":{\"Id\":\"" + CONTACT + "\",\"LogicalName\":\"contact\"}},"
                + "{\"key\":\"Relationship\",\"value\":{\"SchemaName\":\"contactleads_association\",\"PrimaryEntityRole\":null}},{\"key\":\"RelatedEntities\",\"value\":[]}]");
        context.put("PrimaryEntityName", "none").put("PrimaryEntityId", NOTHING);
        JsonNode event = mapped(context).get(0);
        assertThat(event.path("subject").asText()).isEqualTo("dynamics-contact-" + CONTACT);
        assertThat(event.at("/data/change").asText() + event.at("/data/fields")).isEqualTo("updated[\"contactleads_association\"]");
        context.remove("InputParameters");
        assertThat(mapped(context)).as("too large: nobody knows of what").isEmpty();
    }

    @Test
    void ofManyAtOnceEachIsAnEvent() throws IOException {
        List<JsonNode> events = mapped(message("UpdateMultiple", "[{\"key\":\"Targets\",\"value\":{\"EntityName\":\"contact\",\"Entities\":["
                + "{\"Id\":\"" + CONTACT + "\",\"LogicalName\":\"contact\",\"Attributes\":[{\"key\":\"lastname\",\"value\":\"x\"}]},"
                + "{\"Id\":\"" + OTHER + "\",\"LogicalName\":\"contact\",\"Attributes\":[]}]}}]"));
        assertThat(events).extracting(event -> event.at("/data/id").asText()).containsExactly(CONTACT, OTHER);
        assertThat(events.get(0).at("/data/fields").toString()).isEqualTo("[\"lastname\"]");
        assertThat(events).extracting(event -> event.path("id").asText()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retrieve", "acme_DoSomething", "GrantAccess", "", "create"})
    void ofOtherMessagesComesNothing(String message) throws IOException {
        assertThat(mapped(context().put("MessageName", message))).isEmpty();
    }

    @Test
    void whatIsTooLargeIsToldAndCanStillBeRead() throws IOException {
        ObjectNode context = context();
        context.remove(List.of("InputParameters", "ParentContext", "PreEntityImages", "PostEntityImages"));
        JsonNode data = mapped(context).get(0).path("data");
        assertThat(data.path("truncated").asBoolean()).isTrue();
        assertThat(data.path("id").asText()).isEqualTo(CONTACT);
        assertThat(data.has("fields")).isFalse();
        assertThat(mapped(context()).get(0).path("data").has("truncated")).isFalse();
    }

    @Test
    void anOperationSentAgainIsTheSameAndASynchronousOneIsToldByWhatItSays() throws IOException {
        ObjectNode sync = context().put("OperationId", NOTHING);
        String id = mapped(sync).get(0).path("id").asText();
        assertThat(id).startsWith("c1a30e10-0002-4000-8000-000000000002:1:").contains(":Update:contact:" + CONTACT).hasSizeLessThanOrEqualTo(255);
        assertThat(mapped(sync.deepCopy()).get(0).path("id").asText()).as("sent again").isEqualTo(id);
        List<ObjectNode> others = List.of(sync.deepCopy().put("Depth", 2), sync.deepCopy().put("MessageName", "Delete"),
                sync.deepCopy().put("OperationCreatedOn", "/Date(1760000000124-0700)/"), sync.deepCopy().put("CorrelationId", OTHER),
                sync.deepCopy().put("PrimaryEntityId", OTHER));
        for (ObjectNode other : others) {
            assertThat(mapped(other).get(0).path("id").asText()).isNotEqualTo(id);
        }
        ObjectNode set = sync.deepCopy();
        ((ObjectNode) set.at("/InputParameters/0/value/Attributes/0")).put("value", "Anna");
        assertThat(mapped(set).get(0).path("id").asText()).as("another value in the same request").isNotEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"/Date(1760000000123)/,1760000000123", "/Date(1760000000123+0200)/,1760000000123", "/Date(-5)/,-", "soon,-", "2025-10-09,-"})
    void readsItsDates(String date, String millis) throws IOException {
        JsonNode time = mapped(context().put("OperationCreatedOn", date)).get(0).path("time");
        assertThat(time.isNull() ? null : time.asText()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"PrimaryEntityId,1", "PrimaryEntityName,../x", "PrimaryEntityName,none?", "OperationId,x"})
    void withoutARecordItIsAFault(String field, String value) throws IOException {
        ObjectNode context = context().put(field, value);
        if (field.equals("OperationId")) {
            context.put("CorrelationId", "");
        }
        assertThatThrownBy(() -> mapped(context)).isInstanceOf(MappingException.class);
    }

    @Test
    void isOffUntilItIsEnabledAndOneSwitchEnablesIt() {
        Manifests manifests = new Manifests(Path.of("routes", "connectors"));
        manifests.refresh();
        Manifest dynamics = manifests.get("dynamics");
        assertThat(dynamics.destinations().get("dynamics").enabled()).isFalse();
        assertThat(dynamics.idempotent()).isTrue();
        assertThat(dynamics.settings().entrySet()).filteredOn(setting -> setting.getValue().required() && setting.getValue().defaultValue() == null)
                .extracting(Map.Entry::getKey).containsExactlyInAnyOrder("base-url", "tenant", "client-id", "client-secret");
    }
}
