package com.versaai.hub.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.connector.Contact;
import com.versaai.hub.connector.ContactSearch;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.Secrets;
import java.util.ArrayList;
import java.util.List;

/** Contacts of an address, the latest ten, by SOQL; leads are none. */
final class SalesforceContacts implements ContactSearch {

    private final SalesforceRecords records;
    private final Secrets settings;

    SalesforceContacts(SalesforceRecords records, Secrets settings) {
        this.records = records;
        this.settings = settings;
    }

    @Override
    public Call call(String account, String email) {
        String soql = "SELECT Id, Email, FirstName, LastName, Account.Name, LastModifiedDate FROM Contact WHERE Email = " + literal(email)
                + " ORDER BY LastModifiedDate DESC LIMIT 10";
        return Call.get("services/data/" + records.version(account) + "/query", "q=" + Payload.encoded(soql));
    }

    /** A string of SOQL: backslash and quote are all that ends or changes one, for an address holds no line break. */
    static String literal(String text) {
        return '\'' + text.replace("\\", "\\\\").replace("'", "\\'") + '\'';
    }

    @Override
    public List<Contact> contacts(String account, String email, Promised answer) {
        JsonNode found = answer.json().path("records");
        answer.requireJson(found.isArray() && answer.json().path("done").isBoolean(), "records, and done", 200);
        List<Contact> contacts = new ArrayList<>();
        for (JsonNode one : found) {
            String id = one.path("Id").asText("");
            answer.require(id.matches("[0-9A-Za-z]{15,18}") && one.path("Email").isTextual(), "records with Id and Email");
            contacts.add(Contact.of(id, one.path("Email"), one.path("FirstName"), one.path("LastName"), null, one.at("/Account/Name"),
                    settings.url("hub.provider." + account + ".login-url", '/' + id).toString(), one.path("LastModifiedDate")));
        }
        return contacts;
    }
}
