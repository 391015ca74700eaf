package com.versaai.hub.alert;

import com.versaai.hub.alert.AlertGroup.Key;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the list of what an alert is about can be looked at. */
final class AlertLinks {

    private static final String LETTERS = "/catalog/letters";

    private final String base;

    /** @param publicUrl where operators reach the hub, blank where nobody said so: then a link is the path alone */
    AlertLinks(String publicUrl) {
        this.base = publicUrl == null ? "" : publicUrl.strip().replaceAll("/+$", "");
    }

    String toLetters(Key key) {
        boolean all = AlertGroup.OTHERS.equals(key.service());
        StringBuilder link = new StringBuilder(base).append(LETTERS);
        char before = '?';
        before = condition(link, before, "destination", all ? null : key.service());
        before = condition(link, before, "class", key.aspect());
        condition(link, before, "code", AlertGroup.OTHERS.equals(key.code()) ? null : key.code());
        return link.toString();
    }

    private static char condition(StringBuilder link, char before, String name, String value) {
        if (value == null) {
            return before;
        }
        link.append(before).append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        return '&';
    }
}
