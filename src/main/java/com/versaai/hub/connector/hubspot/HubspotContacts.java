package com.versaai.hub.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.connector.Contact;
import com.versaai.hub.connector.ContactSearch;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import java.util.ArrayList;
import java.util.List;

/**
 * The contact of an address, by a batch read of one: unlike the search it is never behind and has no rate of its own, and unlike
 * {@code GET …/contacts/<address>} no proxy writes the address into its log. Secondary addresses find their contact, too.
 */
final class HubspotContacts implements ContactSearch {

    @Override
    public Call call(String account, String email) {
        ObjectNode batch = Payload.object().put("idProperty", "email");
        batch.putArray("inputs").addObject().put("id", email);
        batch.putArray("properties").add("email").add("firstname").add("lastname").add("company").add("lastmodifieddate");
        return new Call("POST", "crm/v3/objects/contacts/batch/read", null, batch);
    }

    /** 207 says that the one is not there; each other error is one. */
    @Override
    public List<Contact> contacts(String account, String email, Promised answer) {
        JsonNode json = answer.json();
        boolean whole = "COMPLETE".equals(json.path("status").asText()) && json.path("results").isArray();
        for (JsonNode error : json.path("errors")) {
            whole &= "OBJECT_NOT_FOUND".equals(error.path("category").asText());
        }
        answer.requireJson(whole, "status COMPLETE with results", 200, 207);
        List<Contact> contacts = new ArrayList<>();
        for (JsonNode one : json.path("results")) {
            answer.require(one.path("id").isTextual() && one.path("properties").isObject(), "contacts with id and properties");
            JsonNode properties = one.path("properties");
            String url = one.path("url").asText("");
            contacts.add(Contact.of(one.path("id").asText(), properties.path("email"), properties.path("firstname"), properties.path("lastname"), null,
                    properties.path("company"), url.matches("https://[a-z0-9.-]+\\.hubspot\\.com/\\S+") ? url : null,
                    properties.hasNonNull("lastmodifieddate") ? properties.path("lastmodifieddate") : one.path("updatedAt")));
        }
        return contacts;
    }
}
