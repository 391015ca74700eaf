package com.versaai.hub.connector.salesforce;

import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code salesforceQueries} of {@code salesforce-query-action}: the query's address, and whether its answer is one. */
public final class SalesforceQueries {

    private final SalesforceRecords records;

    SalesforceQueries(SalesforceRecords records) {
        this.records = records;
    }

    /** Sets path and query ({@code services/data/<version>/queryAll?q=<SOQL>}); the body is the SOQL. */
    public void prepare(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        String soql = message.getBody(String.class);
        if (soql == null || soql.isBlank()) {
            throw Payload.invalid("salesforce", "the body is no query");
        }
        message.setHeader(Exchange.HTTP_PATH, "services/data/" + records.version(account) + "/queryAll");
        message.setHeader(Exchange.HTTP_QUERY, "q=" + Payload.encoded(soql));
        message.setBody(null);
    }

    /** Throws what is no answer to a query: {@code records}, and whether these are all. */
    public void check(Exchange exchange) {
        Promised answer = Promised.answer("salesforce", exchange.getMessage());
        answer.require(answer.json().path("records").isArray() && answer.json().path("done").isBoolean(), "records, and done");
        exchange.getMessage().setBody(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
