package com.versaai.hub.delivery.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.gateway.ProblemException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a caller wants to be said in a channel, checked.
 *
 * @param type     info, success, warning, error or alert; null for none
 * @param detail   stands below the text, in the type's colour; null for none
 * @param threadTs of the message it replies to; null for none
 * @param blocks   safe to send; null for none
 */
record MessageRequest(String channel, String text, String type, String detail, String threadTs, JsonNode blocks) {

    static final List<String> TYPES = List.of("info", "success", "warning", "error", "alert");
    private static final Set<String> FIELDS = Set.of("channel", "text", "type", "detail", "thread_ts", "blocks");
    private static final int LONGEST_CHANNEL = 100;
    private static final int LONGEST_TEXT = 30_000;
    private static final int LONGEST_DETAIL = 3000;
    private static final Pattern TS = Pattern.compile("\\d{1,12}\\.\\d{1,6}");

    /** @throws ProblemException 400 with the place of what is wrong, never its value */
    static MessageRequest of(JsonNode body) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            if (!FIELDS.contains(names.next())) {
                throw malformed("Only channel, text, type, detail, thread_ts and blocks are known.", "");
            }
        }
        MessageRequest asked = new MessageRequest(text(body, "channel", LONGEST_CHANNEL, true), text(body, "text", LONGEST_TEXT, true),
                text(body, "type", LONGEST_CHANNEL, false), text(body, "detail", LONGEST_DETAIL, false), text(body, "thread_ts", LONGEST_CHANNEL, false),
                body.hasNonNull("blocks") ? MessageBlocks.safe(body.get("blocks")) : null);
        unless(asked.type == null || TYPES.contains(asked.type), "type must be one of " + String.join(", ", TYPES) + '.', "/type");
        unless(asked.detail == null || asked.type != null, "detail needs a type, whose colour it has.", "/detail");
        unless(asked.blocks == null || asked.type == null, "Give type or blocks: blocks have their own looks.", "/blocks");
        unless(asked.threadTs == null || TS.matcher(asked.threadTs).matches(), "thread_ts must be the ts of a message.", "/thread_ts");
        return asked;
    }

    /** The same for the same message, however it was written down. */
    String hash() {
        return DirectCalls.hash(String.join("\n", length(channel), length(text), length(type), length(detail), length(threadTs),
                blocks == null ? "" : blocks.toString()));
    }

    private static String length(String value) {
        return value == null ? "-" : value.length() + ":" + value;
    }

    /** What the mapping reads. */
    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("channel", channel);
        data.put("text", text);
        data.put("type", type);
        data.put("detail", detail);
        return data;
    }

    private static String text(JsonNode body, String field, int longest, boolean required) {
        JsonNode value = body.path(field);
        if (!required && (value.isMissingNode() || value.isNull())) {
            return null;
        }
        unless(value.isTextual() && !value.asText().isBlank(), field + " must be a text that is not empty.", '/' + field);
        unless(value.asText().length() <= longest, field + " may have at most " + longest + " characters.", '/' + field);
        return value.asText();
    }

    private static void unless(boolean right, String detail, String pointer) {
        if (!right) {
            throw malformed(detail, pointer);
        }
    }

    static ProblemException malformed(String detail, String pointer) {
        return new ProblemException(400, "malformed", detail, null, Map.of("pointer", pointer));
    }
}
