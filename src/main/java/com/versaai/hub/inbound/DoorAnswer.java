package com.versaai.hub.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.mapping.Mappings;
import java.util.List;
import java.util.Set;

/**
 * What a sender is answered: what its manifest says, or what the mapping named there makes of the request. The mapping computes and asks
 * nobody; the same request always gets the same.
 */
record DoorAnswer(Mappings mappings, String connector, Manifest.Answer literal) {

    private static final Set<String> FIELDS = Set.of("status", "content-type", "body");
    private static final int LONGEST = 100_000;
    private static final String JSON = "application/json";

    /**
     * The answer to a request that is kept.
     *
     * @throws MappingException when the mapping fails, or makes what is none
     */
    Manifest.Answer to(InboundRequest request, JsonNode body) {
        JsonNode said = mapped(request, body);
        return said.isNull() ? literal : answer(said);
    }

    /** What the mapping says, null where there is none or it leaves the answer as it is. */
    JsonNode mapped(InboundRequest request, JsonNode body) {
        if (literal.mapping() == null) {
            return NullNode.instance;
        }
        String file = literal.mapping().substring(0, literal.mapping().length() - ".jq".length());
        List<JsonNode> answers = mappings.ofRequest(connector, file, body, JqInbound.words(request));
        if (answers.size() > 1) {
            throw failed("it made " + answers.size() + " answers to one request");
        }
        return answers.isEmpty() ? NullNode.instance : answers.get(0);
    }

    private Manifest.Answer answer(JsonNode said) {
        if (!said.isObject()) {
            throw failed("an answer is {status, content-type, body}");
        }
        said.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw failed("an answer has no field besides status, content-type and body");
            }
        });
        JsonNode body = said.path("body");
        String text = body.isContainerNode() ? body.toString() : body.textValue();
        int status = said.path("status").asInt(200);
        String type = said.path("content-type").isTextual() ? said.get("content-type").asText() : text == null ? null : JSON;
        boolean fits = status >= 200 && status <= 299 && (text == null || text.length() <= LONGEST) && (type == null || type.matches("[a-z]+/[a-z0-9.+-]+"));
        if (!fits) {
            throw failed("an answer has a status from 200 to 299, a plain content-type and at most " + LONGEST + " characters");
        }
        return new Manifest.Answer(status, type, text);
    }

    private MappingException failed(String why) {
        return new MappingException("mapping " + connector + '/' + literal.mapping() + " failed: " + why);
    }
}
