package com.versaai.hub.connector.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code salesforceRecords} of {@code salesforce-record-sink}: the upsert's address and body, and what came of it. */
public final class SalesforceRecords {

    private static final String USUAL_VERSION = "v68.0";
    private static final int FIRST_THAT_TELLS = 46;
    /** Of an exchange: the API version's number. */
    private static final String VERSION = "hubSalesforceVersion";

    private final Secrets settings;

    SalesforceRecords(Secrets settings) {
        this.settings = settings;
    }

    /**
     * Sets path ({@code services/data/<version>/sobjects/<object>/<field>/<key>}) and body.
     *
     * @param object  the sObject's API name, {@code Lead}
     * @param idField the external id field's API name
     * @throws ProviderException permanent, when object or {@code HubKey} are missing or can't stand in a path
     */
    public void prepare(Exchange exchange, String account, String object, String idField) {
        Message message = exchange.getMessage();
        if (object == null || !object.matches("[A-Za-z]\\w{0,79}")) {
            throw Payload.invalid("salesforce", "header HubObject is missing or no API name");
        }
        if (idField == null || !idField.matches("[A-Za-z]\\w{0,79}")) {
            throw Payload.invalid("salesforce", "externalIdField is no API name");
        }
        String key = Payload.header("salesforce", message, "HubKey", "(?s).{1,255}");
        if (".".equals(key) || "..".equals(key)) {
            // Encoded or not, a path's dots are taken for steps.
            throw Payload.invalid("salesforce", "header HubKey has an unusable value");
        }
        ObjectNode fields = Payload.of("salesforce", message);
        // Salesforce refuses both in an upsert's body.
        fields.remove("Id");
        fields.remove(idField);
        String version = version(account);
        exchange.setProperty(VERSION, Integer.valueOf(version.substring(1, version.indexOf('.'))));
        message.setHeader(Exchange.HTTP_PATH, "services/data/" + version + "/sobjects/" + object + "/" + idField + "/" + Payload.encoded(key));
        message.setBody(Payload.bytes(fields));
    }

    /**
     * Throws what is none of Salesforce's answers to an upsert: {@code success:true} with the record's id, before API version 46 nothing
     * at all after a change.
     */
    public void check(Exchange exchange) {
        Promised answer = Promised.answer("salesforce", exchange.getMessage());
        if (answer.body().isBlank() && answer.status() == 204 && exchange.getProperty(VERSION, 0, int.class) < FIRST_THAT_TELLS) {
            return;
        }
        answer.requireJson(answer.isTrue("success") && answer.hasText("/id") && answer.json().path("errors").isEmpty(),
                "success:true with the record's id", 200, 201);
    }

    /** Of the API, as that account's settings say. */
    String version(String account) {
        String name = "hub.provider." + account + ".api-version";
        String version = settings.has(name) ? settings.value(name) : USUAL_VERSION;
        if (!version.matches("v\\d{1,3}\\.\\d")) {
            throw new MissingPropertyException("property " + name + " is no API version");
        }
        return version;
    }
}
