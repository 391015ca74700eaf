package com.versaai.hub.delivery.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Blocks of a caller, which show something and no more: what mentions somebody is made harmless, and what can be clicked is refused, for the
 * click would come to the hub as if it had asked. How much Slack takes of each is the kamelet's to say.
 */
final class MessageBlocks {

    private static final Set<String> SHOWN = Set.of("section", "context", "divider", "header", "image", "markdown", "mrkdwn", "plain_text",
            "rich_text", "rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted", "text", "link", "emoji");
    /** {@code <!channel>}, {@code <@U…>}, {@code <#C…>}, {@code <!subteam^…>}; links are left. */
    private static final Pattern MENTION = Pattern.compile("<(?=[!@#])");

    private MessageBlocks() {
    }

    /** @throws com.versaai.hub.gateway.ProblemException 400 with the place of what is not for showing */
    static JsonNode safe(JsonNode blocks) {
        if (!blocks.isArray()) {
            throw MessageRequest.malformed("blocks must be a list.", "/blocks");
        }
        for (int i = 0; i < blocks.size(); i++) {
            if (!blocks.get(i).path("type").isTextual()) {
                throw MessageRequest.malformed("Each block needs a type.", "/blocks/" + i);
            }
        }
        JsonNode copy = blocks.deepCopy();
        made(copy, "/blocks");
        return copy;
    }

    private static JsonNode made(JsonNode node, String pointer) {
        if (node instanceof ObjectNode object) {
            JsonNode type = object.path("type");
            if (!type.isMissingNode() && !(type.isTextual() && SHOWN.contains(type.asText()))) {
                throw MessageRequest.malformed("Blocks can show texts, links and images; nothing of another type.", pointer + "/type");
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(made(field.getValue(), pointer + '/' + field.getKey().replace("~", "~0").replace("/", "~1")));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, made(array.get(i), pointer + '/' + i));
            }
        }
        return node.isTextual() ? TextNode.valueOf(MENTION.matcher(node.textValue()).replaceAll("&lt;")) : node;
    }
}
