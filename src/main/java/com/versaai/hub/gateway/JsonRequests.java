package com.versaai.hub.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bodies that the contract says are JSON, read as strictly as events are. */
public final class JsonRequests {

    private final RequestBytes bytes = new RequestBytes();
    private final CallerJson strict = new CallerJson();
    private final ObjectMapper trees = new ObjectMapper();

    /**
     * The body of a request.
     *
     * @throws ProblemException 400, or 415 when it isn't said to be JSON
     */
    public JsonNode body(Exchange exchange) {
        Message message = exchange.getMessage();
        if (!ContentType.isJson(ContentType.of(message.getHeader(Exchange.CONTENT_TYPE, String.class)))) {
            throw ContentType.unsupported("Send application/json.");
        }
        return tree(bytes.of(exchange));
    }

    /**
     * The same where it must be an object.
     *
     * @throws ProblemException 400, or 415 when it isn't said to be JSON
     */
    public JsonNode object(Exchange exchange) {
        JsonNode body = body(exchange);
        if (!body.isObject()) {
            throw new ProblemException(400, "malformed", "The body must be a JSON object.", null);
        }
        return body;
    }

    /**
     * The same of a text.
     *
     * @throws ProblemException 400
     */
    public JsonNode of(String text) {
        return tree(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode tree(byte[] json) {
        return trees.valueToTree(strict.value(json));
    }
}
