package com.versaai.hub.connector.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.json.StrictJson;
import com.versaai.hub.provider.Excerpt;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code stripeObjects} of {@code stripe-object-action}: whether an answer is the object that was asked for. What is not is a fault of
 * the reading, which is done again, and none of the event.
 */
public final class StripeObjects {

    /** Of an exchange: the path that was read. */
    private static final String PATH = "hubStripePath";

    StripeObjects() {
    }

    /** @throws ProviderException transient, for an answer that is not that object */
    public void check(Exchange exchange) {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        byte[] body = message.getBody(byte[].class);
        String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
        String wrong = wrong(status, body, text, exchange.getProperty(PATH, String.class));
        if (wrong != null) {
            throw new ProviderException("stripe", new Fault(FaultClass.TRANSIENT, status, "unexpected_answer",
                    Excerpt.line("not the object asked for: " + wrong, 300), null, Excerpt.ofAnswer(text)));
        }
    }

    private static String wrong(int status, byte[] body, String text, String path) {
        if (text.isBlank()) {
            return "nothing came";
        }
        if (status != 200) {
            return "HTTP " + status + " instead of 200";
        }
        if (Excerpt.isHtml(text)) {
            return "a web page came: " + Excerpt.title(text);
        }
        JsonNode object;
        try {
            object = StrictJson.tree(body);
        } catch (MalformedBodyException e) {
            return "the answer is no whole JSON object";
        }
        if (!object.isObject()) {
            return "the answer is no JSON object";
        }
        String[] steps = path.split("/");
        if (!steps[steps.length - 1].equals(object.path("id").textValue())) {
            return "id is not the one that was asked for";
        }
        String kind = steps[steps.length - 2].replaceFirst("s$", "");
        // radar.early_fraud_warning is at /v1/radar/early_fraud_warnings, and a refund at /v1/charges/ch_1/refunds.
        return object.path("object").asText().replaceFirst(".*\\.", "").equals(kind) ? null : "object is not " + kind;
    }
}
