package com.versaai.hub.connector.salesforce;

import com.versaai.hub.connector.salesforce.SalesforceBulkCall.Answer;
import com.versaai.hub.connector.salesforce.SalesforceBulkCall.Step;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Bean {@code salesforceBulk} of {@code salesforce-bulk-query-action}: calls about query jobs, and their results, which are read row by row
 * while they arrive: of the text there is never more in memory than a value.
 */
public final class SalesforceBulk implements HeaderFilterStrategy {

    private static final String CALL = "hubSalesforceBulk";
    private static final String LOCATOR = "Sforce-Locator";
    private static final String COUNT = "Sforce-NumberOfRecords";
    /** So Salesforce spells that there are no more. */
    private static final String NO_MORE = "null";

    private final SalesforceRecords records;

    SalesforceBulk(SalesforceRecords records) {
        this.records = records;
    }

    /** Sets method, path and body of the call that is the body. */
    public void prepare(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof SalesforceBulkCall call)) {
            throw Payload.invalid("salesforce", "the body is no call about a query job");
        }
        exchange.setProperty(CALL, call);
        String jobs = "services/data/" + records.version(account) + "/jobs/query";
        message.setHeader(Exchange.HTTP_PATH, switch (call.step()) {
            case CREATE -> jobs;
            case STATE, DELETE -> jobs + '/' + call.job();
            case RESULTS -> jobs + '/' + call.job() + "/results";
        });
        message.setHeader(Exchange.HTTP_METHOD, switch (call.step()) {
            case CREATE -> "POST";
            case STATE, RESULTS -> "GET";
            case DELETE -> "DELETE";
        });
        message.setBody(null);
        if (call.step() == Step.CREATE) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(Payload.bytes(Payload.object().put("operation", "query").put("query", call.soql())));
        } else if (call.step() == Step.RESULTS) {
            message.setHeader("Accept", "text/csv");
            message.setHeader(Exchange.HTTP_QUERY, "maxRecords=" + call.rows() + (call.locator() == null ? "" : "&locator=" + Payload.encoded(call.locator())));
        }
    }

    /** Makes an {@link Answer} of the answer, and throws what is none. */
    public void read(Exchange exchange) throws IOException {
        SalesforceBulkCall call = exchange.getProperty(CALL, SalesforceBulkCall.class);
        Message message = exchange.getMessage();
        if (call.step() == Step.RESULTS) {
            message.setBody(results(message));
            return;
        }
        Promised answer = Promised.answer("salesforce", message);
        if (call.step() == Step.DELETE) {
            answer.require(answer.status() == 204, "204");
        } else {
            answer.requireJson(answer.hasText("/id") && answer.hasText("/state"), "a job's id and state", 200);
        }
        message.setBody(new Answer(answer.json(), null, null));
    }

    private static Answer results(Message message) throws IOException {
        String locator = message.getHeader(LOCATOR, String.class);
        String count = message.getHeader(COUNT, String.class);
        String type = message.getHeader(Exchange.CONTENT_TYPE, "", String.class);
        // Without the first nobody knows whether there are more, without the second whether these are whole.
        if (!type.startsWith("text/csv") || locator == null || !locator.matches("[\\x21-\\x7e]{1,500}") || count == null || !count.matches("\\d{1,9}")) {
            throw new IOException("no results of a query job: they are text/csv with " + LOCATOR + " and " + COUNT);
        }
        List<Map<String, String>> rows = new ArrayList<>();
        try (InputStream body = message.getBody(InputStream.class)) {
            CsvRows csv = new CsvRows(body);
            List<String> names = csv.next();
            for (List<String> row = csv.next(); names != null && row != null; row = csv.next()) {
                if (row.size() != names.size()) {
                    throw new IOException("a row with " + row.size() + " of " + names.size() + " values");
                }
                Map<String, String> byName = new LinkedHashMap<>();
                for (int i = 0; i < row.size(); i++) {
                    byName.put(names.get(i), row.get(i));
                }
                rows.add(byName);
            }
        }
        if (rows.size() != Integer.parseInt(count)) {
            throw new IOException(rows.size() + " of " + count + " rows have arrived; if that stays so, hub.http.max-answer is too small for "
                    + "hub.provider.salesforce.load-page");
        }
        return new Answer(null, rows, NO_MORE.equals(locator) ? null : locator);
    }

    /** What Salesforce gets to see of a message's headers. */
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !"Accept".equalsIgnoreCase(name);
    }

    /** What a message gets of the answer's. */
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !(Exchange.CONTENT_TYPE.equalsIgnoreCase(name) || LOCATOR.equalsIgnoreCase(name) || COUNT.equalsIgnoreCase(name));
    }
}
