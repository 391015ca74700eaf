package com.versaai.hub.connector.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Feed.Item;
import com.versaai.hub.json.StrictJson;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Finds records that changed while nobody listened, by their {@code SystemModstamp}: which, and when, not what. */
final class SalesforceCatchUp implements CamelContextAware {

    /** Far below what is read of one answer. */
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 500;
    private static final Pattern TOPIC = Pattern.compile("/data/([A-Za-z]\\w*?)(__)?ChangeEvent");
    private static final DateTimeFormatter SOQL = DateTimeFormatter.ISO_INSTANT;
    private static final DateTimeFormatter SALESFORCE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXX");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FaultClassifier faults;
    private CamelContext context;
    private ProducerTemplate template;

    SalesforceCatchUp(FaultClassifier faults) {
        this.faults = faults;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /**
     * Every record of the topic's object that changed in that time.
     *
     * @throws RuntimeException when Salesforce can't be asked now
     */
    void find(String topic, String organization, Instant since, Instant until, Consumer<Item> to) {
        Matcher object = TOPIC.matcher(topic);
        if (!object.matches() || !since.isBefore(until)) {
            return;
        }
        String name = object.group(1) + (object.group(2) == null ? "" : "__c");
        // Salesforce keeps whole seconds.
        Instant stamp = since.truncatedTo(ChronoUnit.SECONDS);
        String last = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode records;
            try {
                records = ask(name, stamp, last, until);
            } catch (RefusedException e) {
                to.accept(incomplete(topic, since, "the query for changed records was refused: " + e.getMessage()));
                return;
            }
            for (JsonNode record : records) {
                stamp = time(record, "SystemModstamp");
                last = record.path("Id").asText();
                to.accept(found(topic, organization, name, record, since));
            }
            if (records.size() < PAGE) {
                return;
            }
        }
        to.accept(incomplete(topic, since, "more than " + PAGE * MOST_PAGES + " records have changed since"));
    }

    private JsonNode ask(String object, Instant stamp, String last, Instant until) {
        String at = SOQL.format(stamp);
        String soql = "SELECT Id, SystemModstamp, CreatedDate, IsDeleted FROM " + object + " WHERE SystemModstamp < " + SOQL.format(until.truncatedTo(ChronoUnit.SECONDS))
                + " AND (SystemModstamp > " + at + " OR (SystemModstamp = " + at + " AND Id > '" + last + "')) ORDER BY SystemModstamp, Id LIMIT " + PAGE;
        Exchange done = template().request("kamelet:salesforce-query-action", exchange -> exchange.getMessage().setBody(soql));
        if (done.getException() != null) {
            Fault fault = faults.classify("salesforce", done.getException());
            if (fault.faultClass() == FaultClass.PERMANENT) {
                throw new RefusedException(fault.code());
            }
            throw new IllegalStateException("Salesforce can't be asked which records have changed: " + fault.code());
        }
        JsonNode records = StrictJson.tree(done.getMessage().getBody(byte[].class)).path("records");
        for (JsonNode record : records) {
            if (!SalesforceMessages.ID.matcher(record.path("Id").asText()).matches() || time(record, "SystemModstamp") == null) {
                throw new IllegalStateException("Salesforce answers with records that have no Id or SystemModstamp");
            }
        }
        return records;
    }

    private synchronized ProducerTemplate template() {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        return template;
    }

    /** It would be refused again. */
    private static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        RefusedException(String code) {
            super(code, null, false, false);
        }
    }

    private static Item found(String topic, String organization, String object, JsonNode record, Instant since) {
        Instant created = time(record, "CreatedDate");
        Instant stamp = time(record, "SystemModstamp");
        String change = record.path("IsDeleted").asBoolean() ? "deleted" : created != null && !created.isBefore(since) ? "created" : "updated";
        String id = record.path("Id").asText();
        return new Item("found-" + id + '-' + stamp, topic, bytes(Map.of("organization", organization, "found",
                Map.of("object", object, "id", id, "change", change, "at", stamp.toString()))));
    }

    static Item incomplete(String topic, Instant since, String reason) {
        return new Item("gap-" + topic + '-' + since + "-incomplete", topic, bytes(Map.of("gap", Map.of("since", since.toString(), "reason", reason))));
    }

    private static Instant time(JsonNode record, String field) {
        try {
            return OffsetDateTime.parse(record.path(field).asText(), SALESFORCE).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static byte[] bytes(Map<String, ?> body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }
}
