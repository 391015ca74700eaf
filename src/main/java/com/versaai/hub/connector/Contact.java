package com.versaai.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.Payload;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;

/**
 * A person as a CRM knows it, in words of none. These are all the fields there are: whatever else a CRM answers stays behind. Each but the
 * first may be null.
 *
 * @param id        in the CRM's words
 * @param email     the address that was found
 * @param name      the whole name, where the CRM has one or its parts
 * @param url       where people see it in the CRM
 * @param updatedAt when it was changed there, RFC 3339
 */
public record Contact(String id, String email, String firstName, String lastName, String name, String company, String url, String updatedAt) {

    /** As long as an address may be (RFC 5321), and in one piece. What looks strange otherwise may be somebody's: connectors escape it. */
    static final String ADDRESS = "[^@\\s\\p{Z}\\p{C}]{1,64}@[^@\\s\\p{Z}\\p{C}]{1,189}";

    private static final Pattern ADDRESSES = Pattern.compile(ADDRESS);
    /** Salesforce writes +0000. */
    private static final DateTimeFormatter LOOSE = new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]").toFormatter();

    /** Whether a text can be the address of a contact. */
    public static boolean isAddress(String text) {
        return text != null && ADDRESSES.matcher(text).matches();
    }

    /**
     * From what CRMs answer: only texts that say something count.
     *
     * @param name null for first and last name
     */
    public static Contact of(String id, JsonNode email, JsonNode firstName, JsonNode lastName, JsonNode name, JsonNode company, String url, JsonNode updatedAt) {
        String first = text(firstName);
        String last = text(lastName);
        String parts = first == null ? last : last == null ? first : first + ' ' + last;
        return new Contact(id, text(email), first, last, name == null || text(name) == null ? parts : text(name), text(company), url, moment(text(updatedAt)));
    }

    private static String text(JsonNode value) {
        return value == null || !value.isTextual() || value.textValue().isBlank() ? null : value.textValue();
    }

    private static String moment(String said) {
        try {
            return said == null ? null : OffsetDateTime.parse(said, LOOSE).toInstant().toString();
        } catch (DateTimeException e) {
            // An odd time is no reason to say that nobody was found.
            return null;
        }
    }

    ObjectNode json() {
        ObjectNode json = Payload.object().put("id", id);
        put(json, "email", email);
        put(json, "firstName", firstName);
        put(json, "lastName", lastName);
        put(json, "name", name);
        put(json, "company", company);
        put(json, "url", url);
        put(json, "updatedAt", updatedAt);
        return json;
    }

    private static void put(ObjectNode json, String field, String value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
