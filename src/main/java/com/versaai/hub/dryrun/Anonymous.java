package com.versaai.hub.dryrun;

import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An event without the people in it: names, addresses, numbers and whatever looks like a mail address are replaced, the same one
 * always by the same other, so that what belongs together still does. Amounts, plans, types and times stay: a sample is about them.
 */
final class Anonymous {

    private static final Set<String> PERSONAL = Set.of("email", "mail", "name", "fullname", "firstname", "lastname", "username", "phone",
            "mobile", "address", "street", "city", "postalcode", "zip", "ip", "ipaddress", "useragent", "avatar", "birthday", "company",
            "description", "message", "text", "comment", "body", "title");
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>\"']+@[^\\s@<>\"']+\\.[^\\s@<>\"']+");

    private Anonymous() {
    }

    static Event of(Event event) {
        String subject = replaced(event.subject());
        return new Event(event.specversion(), "sample-" + short6(event.id()), event.source(), event.type(), subject, event.time(),
                event.datacontenttype(), object(event.data()), "sample-" + short6(String.valueOf(event.originid())), null,
                event.dataversion(), event.tenant() == null ? null : "tenant", null);
    }

    private static Map<String, Object> object(Map<?, ?> data) {
        Map<String, Object> clean = new LinkedHashMap<>();
        data.forEach((name, value) -> clean.put(String.valueOf(name), value(String.valueOf(name), value)));
        return clean;
    }

    private static Object value(String name, Object value) {
        if (value instanceof Map<?, ?> inner) {
            return object(inner);
        }
        if (value instanceof List<?> items) {
            return items.stream().map(item -> value(name, item)).toList();
        }
        if (!(value instanceof String text) || text.isBlank()) {
            return value;
        }
        String key = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        return PERSONAL.contains(key) && !MAIL.matcher(text).find() ? key + ' ' + short6(text) : replaced(text);
    }

    private static String replaced(String text) {
        return text == null ? null : MAIL.matcher(text).replaceAll(found -> "person-" + short6(found.group()) + "@example.com");
    }

    private static String short6(String text) {
        return EventId.name(text).substring(0, 6);
    }
}
