package com.versaai.hub.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A 2xx, and whether it is what the provider answers to a success. Where it isn't, something between has taken the call (a login page of a
 * proxy, a captive portal, another server), or the answer was cut; nobody knows whether the provider acted: in doubt.
 */
public final class Promised {

    private static final JsonMapper WHOLE = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final String provider;
    private final int status;
    private final String body;
    private final JsonNode json;

    private Promised(String provider, int status, String body) {
        this.provider = provider;
        this.status = status;
        this.body = body;
        this.json = whole(body);
    }

    /** The answer that the message holds, whose body is read here: once, for it may be a stream. */
    public static Promised answer(String provider, Message message) {
        String body = message.getBody(String.class);
        return new Promised(provider, message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class), body == null ? "" : body);
    }

    private static JsonNode whole(String body) {
        try {
            JsonNode json = WHOLE.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Its status. */
    public int status() {
        return status;
    }

    /** As it came, never null. */
    public String body() {
        return body;
    }

    /** The whole of it as JSON; missing where it is none, or not whole. */
    public JsonNode json() {
        return json;
    }

    /**
     * Goes on only with what was promised.
     *
     * @param kept whether it is that
     * @param what in words: "ok:true with a ts"
     * @throws ProviderException in doubt
     */
    public void require(boolean kept, String what) {
        if (!kept) {
            throw new ProviderException(provider, new Fault(FaultClass.IN_DOUBT, status, "unexpected_answer",
                    Excerpt.line("HTTP " + status + " without what " + provider + " promises, " + what + ": " + came(), 300), null, Excerpt.ofAnswer(body)));
        }
    }

    private String came() {
        if (body.isBlank()) {
            return "the answer is empty";
        }
        if (Excerpt.isHtml(body)) {
            return "a web page, " + Excerpt.title(body);
        }
        return json.isMissingNode() ? "no whole JSON" : "JSON of another shape";
    }
}
