package com.versaai.hub.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Slack's rules for message content: what must be there, counts and lengths of blocks. */
final class SlackContent {

    private static final int COMBINED_BLOCKS = 13_000;
    private static final Set<String> BLOCKS = Set.of("section", "header", "divider", "context", "actions", "image", "input",
            "file", "video", "rich_text", "markdown");

    private SlackContent() {
    }

    /** The error code of a message that Slack would refuse; null when it is fine. */
    static String error(JsonNode message) {
        JsonNode text = message.path("text");
        JsonNode blocks = message.path("blocks");
        JsonNode attachments = message.path("attachments");
        if (text.asText("").isEmpty() && blocks.isEmpty() && attachments.isEmpty()) {
            return blocks.isTextual() ? "invalid_blocks_format" : "no_text";
        }
        if (!text.isMissingNode() && !text.isTextual()) {
            return "invalid_arguments";
        }
        if (text.asText("").length() > 40_000) {
            return "msg_too_long";
        }
        if (!attachments.isMissingNode() && !attachments.isArray()) {
            return "invalid_attachments";
        }
        if (attachments.size() > 100) {
            return "too_many_attachments";
        }
        if (message.has("thread_ts") && !message.get("thread_ts").asText().matches("\\d{10}\\.\\d{6}")) {
            return "cannot_reply_to_message";
        }
        return blocks.isMissingNode() ? null : blocksError(blocks);
    }

    /** The line Slack adds for some errors, null for the others. */
    static String detail(String error) {
        return error.equals("invalid_blocks") ? "[ERROR] a block is malformed or over a limit [json-pointer:/blocks]" : null;
    }

    /** Whether it is a block within the limits, of a message or a form. */
    static boolean isBlock(JsonNode block) {
        return BLOCKS.contains(block.path("type").asText()) && block.path("block_id").asText("").length() <= 255 && fits(block);
    }

    private static String blocksError(JsonNode blocks) {
        if (!blocks.isArray()) {
            return "invalid_blocks_format";
        }
        if (blocks.size() > 50) {
            return "invalid_blocks";
        }
        for (JsonNode block : blocks) {
            if (!isBlock(block)) {
                return "invalid_blocks";
            }
        }
        return blocks.toString().length() > COMBINED_BLOCKS ? "msg_blocks_too_long" : null;
    }

    private static boolean fits(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "section" -> section(block);
            case "header" -> block.at("/text/type").asText().equals("plain_text") && text(block.path("text"), 150);
            case "context" -> between(block.path("elements").size(), 1, 10);
            case "actions" -> between(block.path("elements").size(), 1, 25) && buttons(block.path("elements"));
            case "markdown" -> between(block.path("text").asText("").length(), 1, 12_000);
            case "image" -> block.path("alt_text").isTextual() && (block.has("image_url") || block.has("slack_file"));
            default -> true;
        };
    }

    private static boolean section(JsonNode block) {
        JsonNode fields = block.path("fields");
        if (!block.has("text") && fields.isEmpty() || block.has("text") && !text(block.path("text"), 3000) || fields.size() > 10) {
            return false;
        }
        for (JsonNode field : fields) {
            if (!text(field, 2000)) {
                return false;
            }
        }
        return true;
    }

    private static boolean buttons(JsonNode elements) {
        for (JsonNode element : elements) {
            if (element.path("action_id").asText("").length() > 255 || element.path("value").asText("").length() > 2000
                    || element.path("url").asText("").length() > 3000) {
                return false;
            }
            if (element.path("type").asText().equals("button") && !text(element.path("text"), 75)) {
                return false;
            }
        }
        return true;
    }

    private static boolean text(JsonNode object, int limit) {
        String type = object.path("type").asText();
        return (type.equals("mrkdwn") || type.equals("plain_text")) && between(object.path("text").asText("").length(), 1, limit);
    }

    private static boolean between(int value, int least, int most) {
        return value >= least && value <= most;
    }
}
