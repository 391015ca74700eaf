package com.versaai.hub.connector.pipedrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.connector.Contact;
import com.versaai.hub.connector.ContactSearch;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Persons of an address. The search tells their whole names only, and not when they were changed. */
final class PipedriveContacts implements ContactSearch {

    /** Only a company's own address says where people see its persons. */
    private static final Pattern COMPANY = Pattern.compile("https://(?!api\\.)([a-z0-9-]+)\\.pipedrive\\.com(/.*)?");

    private final Secrets settings;

    PipedriveContacts(Secrets settings) {
        this.settings = settings;
    }

    @Override
    public Call call(String account, String email) {
        return Call.get("api/v2/persons/search", "term=" + Payload.encoded(email) + "&fields=email&exact_match=true&limit=100");
    }

    @Override
    public List<Contact> contacts(String account, String email, Promised answer) {
        JsonNode items = answer.json().at("/data/items");
        answer.requireJson(answer.isTrue("success") && items.isArray(), "success:true with data.items", 200);
        String property = "hub.provider." + account + ".base-url";
        Matcher company = COMPANY.matcher(settings.has(property) ? settings.value(property).strip() : "");
        String page = company.matches() ? "https://" + company.group(1) + ".pipedrive.com/person/" : null;
        List<Contact> contacts = new ArrayList<>();
        for (JsonNode hit : items) {
            JsonNode item = hit.path("item");
            answer.require(item.path("id").isIntegralNumber() && item.path("emails").isArray(), "persons with id and emails");
            for (JsonNode address : item.path("emails")) {
                if (address.asText().equalsIgnoreCase(email)) {
                    String id = item.get("id").asText();
                    contacts.add(Contact.of(id, address, null, null, item.path("name"), item.at("/organization/name"), page == null ? null : page + id, null));
                    break;
                }
            }
        }
        return contacts;
    }
}
