package com.versaai.hub.connector.zoho;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.connector.Contact;
import com.versaai.hub.connector.ContactSearch;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Contacts of an address, by the search's {@code email}, which unlike {@code criteria} has no syntax that an address could break. Zoho finds
 * a new record only when it is indexed, some seconds or minutes later.
 */
final class ZohoContacts implements ContactSearch {

    private static final Pattern ACCOUNTS = Pattern.compile("https://accounts\\.zoho\\.([a-z.]+?)/*");

    private final Secrets settings;

    ZohoContacts(Secrets settings) {
        this.settings = settings;
    }

    @Override
    public Call call(String account, String email) {
        String property = "hub.provider." + account + ".api-version";
        String version = settings.has(property) ? settings.value(property).strip() : "v8";
        if (!version.matches("v\\d+(\\.\\d+)?")) {
            throw new MissingPropertyException("property " + property + " is no version of the API, v8");
        }
        return Call.get("crm/" + version + "/Contacts/search", "email=" + Payload.encoded(email)
                + "&fields=Email,Secondary_Email,First_Name,Last_Name,Full_Name,Account_Name,Modified_Time&per_page=10");
    }

    /** 204 without a body: nobody. */
    @Override
    public List<Contact> contacts(String account, String email, Promised answer) {
        if (answer.status() == 204 && answer.body().isBlank()) {
            return List.of();
        }
        JsonNode data = answer.json().path("data");
        answer.requireJson(data.isArray(), "data, or 204 without it", 200);
        String property = "hub.provider." + account + ".accounts-url";
        Matcher centre = ACCOUNTS.matcher(settings.has(property) ? settings.value(property).strip() : "");
        String page = centre.matches() ? "https://crm.zoho." + centre.group(1) + "/crm/tab/Contacts/" : null;
        List<Contact> contacts = new ArrayList<>();
        for (JsonNode one : data) {
            String id = one.path("id").asText("");
            answer.require(id.matches("\\d{1,30}"), "records with id");
            JsonNode address = one.path("Email").asText().equalsIgnoreCase(email) ? one.path("Email") : one.path("Secondary_Email");
            if (address.asText().equalsIgnoreCase(email)) {
                contacts.add(Contact.of(id, address, one.path("First_Name"), one.path("Last_Name"), one.path("Full_Name"), one.at("/Account_Name/name"),
                        page == null ? null : page + id, one.path("Modified_Time")));
            }
        }
        return contacts;
    }
}
