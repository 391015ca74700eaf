package com.versaai.hub.connector.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.connector.Contact;
import com.versaai.hub.connector.ContactSearch;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.Secrets;
import java.util.ArrayList;
import java.util.List;

/** Contacts of an address, ten at most, with the account they belong to. */
final class DynamicsContacts implements ContactSearch {

    private final Secrets settings;

    DynamicsContacts(Secrets settings) {
        this.settings = settings;
    }

    /** In OData a quote in a text is two. */
    @Override
    public Call call(String account, String email) {
        String property = "hub.provider." + account + ".api-version";
        String version = settings.has(property) ? settings.value(property).strip() : "v9.2";
        if (!version.matches("v9\\.\\d")) {
            throw new MissingPropertyException("property " + property + " is not a version of the Web API, v9.2");
        }
        return Call.get(DynamicsCalls.asking(null, null) + "/api/data/" + version + "/contacts",
                "$select=contactid,emailaddress1,firstname,lastname,modifiedon&$expand=parentcustomerid_account($select=name)&$orderby=createdon&$top=10&$filter="
                        + Payload.encoded("emailaddress1 eq '" + email.replace("'", "''") + "'"));
    }

    @Override
    public List<Contact> contacts(String account, String email, Promised answer) {
        JsonNode rows = answer.json().path("value");
        answer.requireJson(rows.isArray(), "a list of rows", 200);
        List<Contact> contacts = new ArrayList<>();
        for (JsonNode row : rows) {
            String id = row.path("contactid").asText("");
            answer.require(id.matches(DynamicsReply.ID) && row.path("emailaddress1").isTextual(), "rows with contactid and emailaddress1");
            // A database may take é for e.
            if (row.path("emailaddress1").asText().equalsIgnoreCase(email)) {
                String page = "/main.aspx?etn=contact&pagetype=entityrecord&id=" + id;
                contacts.add(Contact.of(id, row.path("emailaddress1"), row.path("firstname"), row.path("lastname"), null,
                        row.at("/parentcustomerid_account/name"), settings.url("hub.provider." + account + ".base-url", page).toString(), row.path("modifiedon")));
            }
        }
        return contacts;
    }
}
