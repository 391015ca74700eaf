package com.versaai.hub.connector.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Feed.Item;
import com.versaai.hub.connector.Feed.PositionLostException;
import com.versaai.hub.connector.FirstLoad;
import com.versaai.hub.connector.salesforce.SalesforceBulkCall.Answer;
import com.versaai.hub.provider.Excerpt;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All records of an object, by a query job of the Bulk API 2.0: made, waited for, its results fetched page by page, deleted. The position is
 * the job's id, and behind it what comes next: nothing (its state), {@code -} (the first page), a locator, {@code .} (to be deleted).
 */
final class SalesforceLoad implements FirstLoad, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(SalesforceLoad.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern JOB = Pattern.compile("[0-9A-Za-z]{15}([0-9A-Za-z]{3})?");
    private static final Pattern OBJECT = SalesforceChanges.API_NAME;
    private static final Set<String> UNDER_WAY = Set.of("UploadComplete", "InProgress");
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final String FIRST = "-";
    private static final String DELETE = ".";
    private static final int USUAL_PAGE = 500;

    private final FaultClassifier faults;
    private final SalesforceChanges changes;
    private final SalesforceAccess access;
    private final Secrets settings;
    private CamelContext context;
    private ProducerTemplate template;

    SalesforceLoad(FaultClassifier faults, SalesforceChanges changes, SalesforceAccess access, Secrets settings) {
        this.faults = faults;
        this.changes = changes;
        this.access = access;
        this.settings = settings;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public Piece next(String account, String object, String position) {
        if (position == null) {
            return begin(account, object);
        }
        String[] parts = position.split(" ", 2);
        if (!JOB.matcher(parts[0]).matches()) {
            throw new PositionLostException("what is stored is no query job");
        }
        if (parts.length == 1) {
            return look(account, parts[0]);
        }
        return DELETE.equals(parts[1]) ? end(account, parts[0]) : page(account, object, parts[0], FIRST.equals(parts[1]) ? null : parts[1]);
    }

    private Piece begin(String account, String object) {
        if (!OBJECT.matcher(object).matches()) {
            throw new RefusedException(object + " is no API name");
        }
        List<String> fields = new ArrayList<>(List.of("Id", "CreatedDate", "SystemModstamp"));
        changes.carried(object).stream().filter(field -> !fields.contains(field)).forEach(fields::add);
        Answer made = ask(account, SalesforceBulkCall.create("SELECT " + String.join(", ", fields) + " FROM " + object), false);
        String job = made.job().path("id").asText();
        if (!JOB.matcher(job).matches()) {
            throw new IllegalStateException("Salesforce names a query job by what is no id");
        }
        return new Piece(List.of(), job, null, Duration.ofSeconds(1));
    }

    private Piece look(String account, String job) {
        Answer found = ask(account, SalesforceBulkCall.state(job), true);
        String state = found.job().path("state").asText();
        if (UNDER_WAY.contains(state)) {
            return new Piece(List.of(), job, null, LOOK_AGAIN);
        }
        if (!"JobComplete".equals(state)) {
            String why = found.job().path("errorMessage").asText("");
            remove(account, job);
            throw new RefusedException("Salesforce's query job ended as " + state + (why.isBlank() ? "" : ": " + Excerpt.ofAnswer(why)));
        }
        Long total = found.job().path("numberRecordsProcessed").canConvertToLong() ? found.job().path("numberRecordsProcessed").asLong() : null;
        return new Piece(List.of(), job + ' ' + FIRST, total, Duration.ZERO);
    }

    private Piece page(String account, String object, String job, String locator) {
        String name = "hub.provider." + account + ".load-page";
        int rows = settings.has(name) ? Integer.parseInt(settings.value(name)) : USUAL_PAGE;
        Answer page = ask(account, SalesforceBulkCall.results(job, locator, rows), true);
        if (page.locator() != null && page.locator().equals(locator)) {
            throw new RefusedException("Salesforce answers with the same page for ever");
        }
        String organization = organization(account);
        List<Item> items = page.rows().stream().map(row -> item(object, organization, row)).toList();
        return new Piece(items, job + ' ' + (page.locator() == null ? DELETE : page.locator()), null, Duration.ZERO);
    }

    private Piece end(String account, String job) {
        remove(account, job);
        return new Piece(List.of(), null, null, Duration.ZERO);
    }

    /** Salesforce forgets it by itself after seven days. */
    private void remove(String account, String job) {
        try {
            ask(account, SalesforceBulkCall.delete(job), true);
        } catch (RefusedException | PositionLostException e) {
            LOG.info("Query job {} was not deleted at Salesforce: {}", job, e.getMessage());
        }
    }

    private Answer ask(String account, SalesforceBulkCall call, boolean ofJob) {
        Exchange done = template().request("kamelet:salesforce-bulk-query-action?account=" + account, exchange -> exchange.getMessage().setBody(call));
        if (done.getException() == null) {
            return done.getMessage().getBody(Answer.class);
        }
        Fault fault = faults.classify("salesforce", done.getException());
        String said = fault.code() + (fault.message() == null ? "" : ", " + fault.message());
        if (fault.faultClass() != FaultClass.PERMANENT || fault.status() == null) {
            throw new IllegalStateException("Salesforce can't be asked now: " + said, done.getException());
        }
        // A job is kept for seven days, and a locator as long as its job.
        if (ofJob && (fault.status() == 404 || fault.status() == 400)) {
            throw new PositionLostException(said);
        }
        throw new RefusedException("Salesforce refuses it: " + said);
    }

    private synchronized ProducerTemplate template() {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        return template;
    }

    private String organization(String account) {
        String name = "hub.provider." + account + ".organization-id";
        return settings.has(name) ? settings.value(name).strip() : access.token(account).value().replaceFirst("!.*", "");
    }

    private Item item(String object, String organization, Map<String, String> row) {
        String id = row.getOrDefault("Id", "");
        Instant at = time(row.get("SystemModstamp"));
        if (!SalesforceMessages.ID.matcher(id).matches() || at == null) {
            throw new IllegalStateException("Salesforce answers with records that have no Id or SystemModstamp");
        }
        Map<String, String> values = new TreeMap<>(row);
        values.keySet().retainAll(changes.carried(object));
        values.values().removeIf(String::isEmpty);
        try {
            return new Item("load-" + id + '-' + at, "load/" + object, JSON.writeValueAsBytes(Map.of("organization", organization,
                    "loaded", Map.of("object", object, "id", id, "at", at.toString(), "values", values))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    private static Instant time(String text) {
        try {
            return text == null ? null : Instant.parse(text.replaceFirst("[+]0000$", "Z"));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
