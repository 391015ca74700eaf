package com.versaai.hub.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.versaai.hub.dryrun.Anonymous;
import com.versaai.hub.dryrun.Mask;
import com.versaai.hub.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/**
 * A message without people and secrets. Within one trace the same text is replaced by the same other, so that one sees what goes where;
 * amounts, plans, types and times stay. A body that can be read once only is not read.
 */
final class Shown {

    private static final JsonMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST = 4_000;
    private static final int LONGEST_HEADER = 200;
    private static final int MOST_HEADERS = 50;

    private final Anonymous anonymous;
    private final Mask mask;

    Shown(Anonymous anonymous, Mask mask) {
        this.anonymous = anonymous;
        this.mask = mask;
    }

    Step.State of(Message message) {
        Map<String, Object> headers = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (headers.size() < MOST_HEADERS) {
                headers.put(name, header(name, value));
            }
        });
        return new Step.State(body(message.getBody()), headers);
    }

    /** What the route's own text says, without secrets. */
    String told(String text) {
        return mask.text(text);
    }

    private Object header(String name, Object value) {
        if (value instanceof Number || value instanceof Boolean || value == null) {
            return value;
        }
        if (!(value instanceof String text)) {
            return kind(value);
        }
        return cut(String.valueOf(anonymous.without(name, mask.header(name, text))), LONGEST_HEADER);
    }

    private Object body(Object body) {
        if (body == null || body instanceof Number || body instanceof Boolean) {
            return body;
        }
        if (body instanceof Event event) {
            return json(mask.text(cutless(event)));
        }
        if (body instanceof byte[] bytes) {
            return bytes.length > LONGEST_BODY ? bytes.length + " bytes, too many to be shown" : text(new String(bytes, StandardCharsets.UTF_8));
        }
        if (body instanceof String text) {
            return text.length() > LONGEST_BODY ? text.length() + " characters, too many to be shown" : text(text);
        }
        return body instanceof Map || body instanceof List ? json(cutless(body)) : kind(body);
    }

    /** As JSON; the empty text where it can't be. */
    private static String cutless(Object value) {
        try {
            String text = JSON.writeValueAsString(value);
            return text.length() > LONGEST_BODY ? "" : text;
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private Object text(String text) {
        String masked = mask.text(text);
        Object json = json(masked);
        return json != null ? json : cut(anonymous.without(masked), LONGEST);
    }

    /** @return null when it is no object or list; a text where it is too long to be kept whole */
    private Object json(String text) {
        if (text.isEmpty()) {
            return "not shown: too long, or no JSON";
        }
        try {
            Object parsed = JSON.readValue(text, Object.class);
            if (!(parsed instanceof Map || parsed instanceof List)) {
                return null;
            }
            Object clean = anonymous.without("", parsed);
            String whole = JSON.writeValueAsString(clean);
            return whole.length() > LONGEST ? cut(whole, LONGEST) : clean;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String kind(Object value) {
        return "(a " + value.getClass().getSimpleName() + ")";
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "… (" + text.length() + " characters)";
    }
}
