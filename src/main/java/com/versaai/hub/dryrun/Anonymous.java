package com.versaai.hub.dryrun;

import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event without the people in it. Replaced are what names or describes a person (and everything inside it), identifiers, links and
 * whatever looks like a mail address; amounts, plans, types and times stay, since a sample is about them. The same text is replaced by
 * the same other within one sample, so that what belongs together still does. Names and texts under unknown keys can't be told from
 * others: a sample is read before it is committed.
 */
public final class Anonymous {

    /** Last word of a key, or its last two. */
    private static final Set<String> PERSONAL = Set.of("email", "mail", "name", "firstname", "lastname", "fullname", "nickname", "username", "phone",
            "mobile", "fax", "address", "street", "city", "postalcode", "zip", "zipcode", "ip", "ipaddress", "useragent", "avatar", "picture", "photo",
            "birthday", "birthdate", "dob", "gender", "company", "iban", "vat", "last4", "fingerprint", "description", "subject", "message", "text",
            "note", "notes", "comment", "comments", "question", "body", "content", "title", "password", "secret", "token");
    /** What the product sells and measures has names and ids too. */
    private static final Set<String> OURS = Set.of("plan", "product", "price", "service", "model", "event", "metric", "feature", "app", "file", "host");
    private static final Set<String> IDENTIFIER = Set.of("id", "ids");
    private static final Set<String> LINK = Set.of("url", "uri", "link", "href");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[_. -]+");
    /** Begins where a word does: else a long one without an at would be read from each of its letters on. */
    private static final Pattern MAIL = Pattern.compile("(?<![^\\s@<>\"'])[^\\s@<>\"']+@[^\\s@<>\"']+\\.[^\\s@<>\"']+");
    /** Of an identifier what says its kind: {@code cus_}, {@code user-}. */
    private static final Pattern PREFIX = Pattern.compile("^(?:[A-Za-z]{2,12}[_-])+");

    /** Mixed into every replacement: else a list of addresses would be enough to find whose it was. */
    private final String salt = UUID.randomUUID().toString();

    static Event of(Event event) {
        Anonymous anonymous = new Anonymous();
        return new Event(event.specversion(), "sample-" + anonymous.hash(event.id()), event.source(), event.type(),
                event.subject() == null ? null : anonymous.identifier(event.subject()), event.time(), event.datacontenttype(),
                anonymous.object(event.data(), false), "sample-" + anonymous.hash(String.valueOf(event.originid())), null,
                event.dataversion(), event.tenant() == null ? null : "tenant", null, null);
    }

    /** An object of JSON without the people in it. */
    public Map<String, Object> without(Map<?, ?> object) {
        return object(object, false);
    }

    /** What stands under {@code name}: a text, a number, an object or a list of those. */
    public Object without(String name, Object value) {
        return value(name, value, false);
    }

    /** A text that is no JSON, without addresses of mail. */
    public String without(String text) {
        return withoutAddresses(text);
    }

    private Map<String, Object> object(Map<?, ?> data, boolean personal) {
        Map<String, Object> clean = new LinkedHashMap<>();
        data.forEach((name, value) -> clean.put(String.valueOf(name), value(String.valueOf(name), value, personal)));
        return clean;
    }

    /** @param within whether what it lies in is about a person as a whole, such as an address */
    private Object value(String name, Object value, boolean within) {
        boolean personal = within || is(name, PERSONAL);
        if (value instanceof Map<?, ?> inner) {
            return object(inner, personal);
        }
        if (value instanceof List<?> items) {
            return items.stream().map(item -> value(name, item, within)).toList();
        }
        if (value instanceof Number number) {
            return personal ? 0 : is(name, IDENTIFIER) ? Integer.parseInt(hash(number.toString()).substring(0, 6), 16) : value;
        }
        return value instanceof String text && !text.isBlank() ? text(name, text, personal) : value;
    }

    private String text(String name, String text, boolean personal) {
        if (MAIL.matcher(text).matches()) {
            return address(text);
        }
        if (personal) {
            return name + ' ' + hash(text);
        }
        if (is(name, LINK)) {
            return "https://example.com/" + hash(text);
        }
        return is(name, IDENTIFIER) ? identifier(text) : withoutAddresses(text);
    }

    private static boolean is(String name, Set<String> kind) {
        String[] words = BETWEEN_WORDS.split(name);
        if (words.length == 0) {
            return false;
        }
        String last = words[words.length - 1].toLowerCase(Locale.ROOT);
        String before = words.length > 1 ? words[words.length - 2].toLowerCase(Locale.ROOT) : "";
        return kind.contains(last) && !OURS.contains(before) || kind.contains(before + last);
    }

    private String identifier(String text) {
        if (MAIL.matcher(text).find()) {
            return withoutAddresses(text);
        }
        Matcher prefix = PREFIX.matcher(text);
        return (prefix.find() && prefix.end() < text.length() ? prefix.group() : "") + hash(text);
    }

    private String withoutAddresses(String text) {
        return MAIL.matcher(text).replaceAll(found -> address(found.group()));
    }

    private String address(String mail) {
        return "person-" + hash(mail) + "@example.com";
    }

    private String hash(String text) {
        return EventId.name(salt + text).substring(0, 8);
    }
}
