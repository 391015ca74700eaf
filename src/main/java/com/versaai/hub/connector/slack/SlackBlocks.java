package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.ProviderException;
import java.util.Map;

/**
 * What Slack takes of a message, asked before sending: its own answer to a block that is too long is {@code invalid_blocks}, without saying which.
 * Only counts and lengths; a type that is not known here is left to Slack.
 */
final class SlackBlocks {

    private static final int BLOCKS = 50;
    private static final int COMBINED = 13_000;
    private static final int TEXT = 40_000;
    private static final int ATTACHMENTS = 100;
    private static final int SECTION = 3000;
    /** Slack's most elements, by type of block. */
    private static final Map<String, Integer> ELEMENTS = Map.of("context", 10, "actions", 25);
    private static final Map<String, Integer> BUTTON = Map.of("value", 2000, "url", 3000, "action_id", 255);

    private SlackBlocks() {
    }

    /** @throws ProviderException permanent, {@code invalid_message}, naming the block and the limit and quoting nothing */
    static void check(JsonNode message) {
        most("text", length(message.path("text")), TEXT, "characters");
        JsonNode attachments = message.path("attachments");
        array("attachments", attachments);
        most("attachments", attachments.size(), ATTACHMENTS, "of them");
        blocks("blocks", message.path("blocks"));
        for (int i = 0; i < attachments.size(); i++) {
            blocks("attachments[" + i + "].blocks", attachments.get(i).path("blocks"));
        }
    }

    private static void blocks(String where, JsonNode blocks) {
        array(where, blocks);
        most(where, blocks.size(), BLOCKS, "of them");
        for (int i = 0; i < blocks.size(); i++) {
            JsonNode block = blocks.get(i);
            String type = block.path("type").asText();
            if (type.isEmpty()) {
                throw Payload.invalid("slack", where + '[' + i + "] has no type");
            }
            block(where + '[' + i + "] (" + (type.matches("[a-z_]{1,30}") ? type : "?") + ')', type, block);
        }
        most(where, characters(blocks), COMBINED, "characters in all");
    }

    private static void block(String where, String type, JsonNode block) {
        most(where + ".block_id", length(block.path("block_id")), 255, "characters");
        switch (type) {
            case "section" -> {
                text(where + ".text", block.path("text"), SECTION);
                most(where + ".fields", block.path("fields").size(), 10, "of them");
                for (int i = 0; i < block.path("fields").size(); i++) {
                    text(where + ".fields[" + i + ']', block.path("fields").get(i), 2000);
                }
                if (!block.has("text") && block.path("fields").isEmpty()) {
                    throw Payload.invalid("slack", where + " needs text or fields");
                }
            }
            case "header" -> text(where + ".text", block.path("text"), 150);
            case "markdown" -> most(where + ".text", length(block.path("text")), 12_000, "characters");
            default -> elements(where + ".elements", type, block.path("elements"));
        }
    }

    private static void elements(String where, String type, JsonNode elements) {
        if (ELEMENTS.containsKey(type)) {
            most(where, elements.size(), ELEMENTS.get(type), "of them");
        }
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            String which = where + '[' + i + ']';
            BUTTON.forEach((field, limit) -> most(which + '.' + field, length(element.path(field)), limit, "characters"));
            if (element.path("type").asText().equals("button")) {
                text(which + ".text", element.path("text"), 75);
            }
        }
    }

    private static void text(String where, JsonNode text, int limit) {
        if (!text.isMissingNode() && length(text.path("text")) == 0) {
            throw Payload.invalid("slack", where + " is empty");
        }
        most(where, length(text.path("text")), limit, "characters");
    }

    private static void array(String where, JsonNode node) {
        if (!node.isMissingNode() && !node.isNull() && !node.isArray()) {
            throw Payload.invalid("slack", where + " must be a list");
        }
    }

    private static void most(String where, int count, int limit, String of) {
        if (count > limit) {
            throw Payload.invalid("slack", where + " has " + count + ", Slack takes " + limit + ' ' + of);
        }
    }

    /** As Slack counts, in UTF-16 units: it never counts more. */
    private static int length(JsonNode text) {
        return text.isTextual() ? text.textValue().length() : 0;
    }

    /** Of the whole list as it is sent: Slack refuses from about here on, each block legal or not. */
    private static int characters(JsonNode blocks) {
        return blocks.isMissingNode() ? 0 : blocks.toString().length();
    }
}
