package com.versaai.hub.mapping;

import static com.versaai.hub.mapping.Fixtures.event;
import static com.versaai.hub.mapping.Fixtures.json;
import static com.versaai.hub.mapping.Fixtures.mappings;
import static com.versaai.hub.mapping.Fixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.versaai.hub.connector.FieldRule;
import com.versaai.hub.connector.Fields;
import com.versaai.hub.event.Event;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields by configuration on top of a mapping, and the list of what a payload may hold. */
class FieldsOfMappingsTest {

    @TempDir
    private Path folder;
    private Mappings mappings;
    private Event event = event("user-registered");

    @BeforeEach
    void mapping() {
        mappings = mappings(folder, "hub.crm.lead-source", "Shop");
        mapped("{payload: {Name: .data.name, Email: .data.email}}");
    }

    private void mapped(String jq) {
        write(folder.resolve("crm/lead.jq"), jq);
    }

    private Mappings.Answer answer(List<String> listed, Map<String, FieldRule> rules) {
        return mappings.answer("crm", "lead", event, new Fields.OfAction("crm-eu", "lead", listed, rules, null));
    }

    private JsonNode payload(String field, FieldRule rule) {
        return answer(null, Map.of(field, rule)).mapped().payload();
    }

    private void data(String name, Object value) {
        Map<String, Object> data = new HashMap<>(event.data());
        data.put(name, value);
        event = Fixtures.with(event, event.type(), event.subject(), event.time(), data);
    }

    private static FieldRule constant(JsonNode value) {
        return new FieldRule(value, null, null, null);
    }

    private static FieldRule from(String place) {
        return new FieldRule(null, place, null, null);
    }

    private static FieldRule jq(String expression) {
        return new FieldRule(null, null, expression, null);
    }

    @Test
    void withoutAnythingSaidItIsTheMappings() {
        assertThat(answer(null, Map.of())).isEqualTo(mappings.answer("crm", "lead", event));
    }

    @Test
    void addsConstantsPlacesAndExpressionsInTheirTypes() {
        data("plan", "pro");
        data("score", new BigDecimal("12345678901234567890.10"));
        data("seats", 3);
        data("trial", false);
        JsonNode payload = answer(null, new TreeMap<>(Map.of("A", constant(TextNode.valueOf("VersaAI")), "B", constant(DecimalNode.valueOf(new BigDecimal("1.50"))),
                "C", constant(BooleanNode.TRUE), "D", from("data.plan"), "E", from("data.score"), "F", from("data.seats"), "G", from("data.trial"),
                "H", jq("$config.crm.leadSource + \"/\" + .data.plan"), "I", from("subject")))).mapped().payload();

        assertThat(payload.toString()).contains("\"A\":\"VersaAI\",\"B\":1.50,\"C\":true,\"D\":\"pro\",\"E\":12345678901234567890.10,\"F\":3,\"G\":false,"
                + "\"H\":\"Shop/pro\",\"I\":\"" + event.subject() + "\"");
        assertThat(payload("X", jq("$event.data.seats * 2")).get("X").decimalValue()).isEqualByComparingTo("6");
        assertThat(payload.has("Email")).as("the mapping's stay").isTrue();
    }

    @Test
    void whatHasNoValueIsNotSent() {
        data("blank", "  ");
        data("nothing", null);
        data("whole", Map.of("phone", "+34 600 000 000"));
        data("many", List.of("a"));
        for (FieldRule rule : List.of(from("data.blank"), from("data.nothing"), from("data.gone"), from("data.gone.deep"), from("data.name.deep"), from("data.whole"),
                from("data.many"), jq("empty"), jq("null"), jq("\"\""), jq("{}"), constant(TextNode.valueOf(" ")))) {
            assertThat(payload("X", rule).has("X")).as(rule.toString()).isFalse();
            assertThat(payload("Email", rule).has("Email")).as("instead of the mapping's: %s", rule).isFalse();
        }
    }

    @Test
    void nullTakesAFieldOfTheMappingAway() {
        assertThat(payload("Email", FieldRule.REMOVED)).isEqualTo(json("{\"Name\":" + json("\"" + event.data().get("name") + "\"") + "}"));
        assertThat(payload("Gone/deep", FieldRule.REMOVED).size()).isEqualTo(2);
    }

    @Test
    void aLongTextIsCutWhereSaid() {
        data("plan", "x".repeat(100));
        assertThat(payload("P", new FieldRule(null, "data.plan", null, 10)).get("P").textValue()).isEqualTo("x".repeat(9) + "…");
        assertThat(payload("P", new FieldRule(null, null, ".data.plan", 10)).get("P").textValue()).hasSize(10);
        assertThat(payload("P", from("data.plan")).get("P").textValue()).hasSize(100);
    }

    @Test
    void pathsReachIntoObjectsAndEveryElementOfArrays() {
        mapped("{payload: {events: [{name: \"a\", params: {x: 1}}, {name: \"b\"}]}}");
        assertThat(payload("events/params/y", constant(BooleanNode.TRUE)))
                .isEqualTo(json("{\"events\":[{\"name\":\"a\",\"params\":{\"x\":1,\"y\":true}},{\"name\":\"b\",\"params\":{\"y\":true}}]}"));
        assertThat(payload("events/params/x", FieldRule.REMOVED)).isEqualTo(json("{\"events\":[{\"name\":\"a\",\"params\":{}},{\"name\":\"b\"}]}"));
        mapped("{payload: [{event: \"a\"}]}");
        assertThat(payload("properties/y", constant(BooleanNode.TRUE))).isEqualTo(json("[{\"event\":\"a\",\"properties\":{\"y\":true}}]"));
    }

    @Test
    void whatIsNotListedIsNotSent() {
        mapped("{payload: (.data + {Name: \"Ada\", more: {phone: 1}})}");
        data("phone", "+34 600 000 000");
        data("Name/x", "a name is no path");
        Mappings.Answer answer = answer(List.of("Name", "Name/y"), Map.of());

        assertThat(answer.mapped().payload()).isEqualTo(json("{\"Name\":\"Ada\"}"));
        assertThat(answer.why()).contains("does not list their fields for lead: " + (event.data().size() + 1));
        assertThat(answer(List.of("Name"), Map.of("phone", from("data.phone"))).mapped().payload()).as("what is configured counts as listed")
                .isEqualTo(json("{\"Name\":\"Ada\",\"phone\":\"+34 600 000 000\"}"));
    }

    @Test
    void aListReachesIntoWhatIsNested() {
        mapped("{payload: {events: [{name: \"a\", params: {x: 1, phone: 2}, note: [\"free\"]}, \"loose text\", [\"deep text\", {name: \"b\", ip: 3}]], list: [1, 2],"
                + " whole: {a: {b: [1, {c: 2}]}}, half: {\"ada@example.com\": {}}}}");
        assertThat(answer(List.of("events/name", "events/params/x", "list", "whole/*"), Map.of()).mapped().payload())
                .isEqualTo(json("{\"events\":[{\"name\":\"a\",\"params\":{\"x\":1}},[{\"name\":\"b\"}]],\"list\":[1,2],\"whole\":{\"a\":{\"b\":[1,{\"c\":2}]}}}"));
        mapped("{payload: [\"loose\", {name: 1}]}");
        assertThat(answer(List.of("name"), Map.of()).mapped().payload()).isEqualTo(json("[{\"name\":1}]"));
    }

    @Test
    void nothingListedIsNothingToDeliver() {
        assertThat(answer(List.of("Phone"), Map.of()).mapped()).isNull();
        assertThat(answer(List.of("Phone"), Map.of()).why()).contains("in the list of lead");
    }

    @Test
    void anExpressionThatFailsNamesItselfAndNoValue() {
        data("name", "Ada Secret");
        assertThatThrownBy(() -> payload("Score", jq(".data.name / 10"))).isInstanceOf(MappingException.class)
                .hasMessageContaining("crm/fields.yaml, crm-eu lead Score").hasMessageNotContaining("Secret");
        assertThatThrownBy(() -> payload("Score", jq("1, 2"))).hasMessageContaining("it answered 2 values");
        assertThatThrownBy(() -> payload("Score", jq("env.PATH"))).hasMessageContaining("switched off");
        assertThatThrownBy(() -> mappings.answer("crm", "lead", event, new Fields.OfAction("crm", "lead", null, Map.of(), "never right")))
                .isInstanceOf(MappingException.class).hasMessage("never right");
    }

    @Test
    void anExpressionUsesSharedDefinitionsAndChangesWithThem() {
        write(folder.resolve("shared.jq"), "def score: 1;\n");
        assertThat(payload("S", jq("score")).get("S").asInt()).isEqualTo(1);
        write(folder.resolve("shared.jq"), "def score:  22;\n");
        assertThat(payload("S", jq("score")).get("S").asInt()).isEqualTo(22);
        assertThat(payload("S", jq("score + 1")).get("S").asInt()).as("an edit of it").isEqualTo(23);
    }

    @Test
    void tellsWhatIsWrongWithAnExpressionBeforeAnyEvent() {
        write(folder.resolve("shared.jq"), "def score: 1;\n");
        assertThat(mappings.problemOf(".data.name | clip(10)")).isNull();
        assertThat(mappings.problemOf(".data.used / .data.limit")).as("goes wrong without data only").isNull();
        assertThat(mappings.problemOf("score + money(.data.amount; .data.currency)")).isNull();
        assertThat(mappings.problemOf(".data.")).contains("line 1");
        assertThat(mappings.problemOf("scor + 1")).contains("does not exist");
        assertThat(mappings.problemOf("now")).contains("switched off");
    }
}
