package com.versaai.hub.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Arrays;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A 2xx, and whether it is what the provider answers to a success. Where it isn't, something between has taken the call (a login page of a
 * proxy, a captive portal, another server), or the answer was cut; nobody knows whether the provider acted: in doubt.
 */
public final class Promised {

    /** Of two fields of one name nobody knows which one is meant. */
    private static final JsonMapper WHOLE = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

    private final String provider;
    private final int status;
    private final String type;
    private final String body;
    private final JsonNode json;

    private Promised(String provider, int status, String type, String body) {
        this.provider = provider;
        this.status = status;
        this.type = type;
        this.body = body;
        this.json = whole(body);
    }

    /** The answer that the message holds, whose body is read here: once, for it may be a stream. */
    public static Promised answer(String provider, Message message) {
        String body = message.getBody(String.class);
        return of(provider, message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class), message.getHeader(Exchange.CONTENT_TYPE, String.class), body);
    }

    /** The same of its parts; {@code type} and {@code body} may be null. */
    static Promised of(String provider, int status, String type, String body) {
        return new Promised(provider, status, type == null ? "" : type.split(";")[0].strip().toLowerCase(Locale.ROOT), body == null ? "" : body);
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

    /** Whether a field is the boolean true: a text or a number that looks like it is none of the provider's answers. */
    public boolean isTrue(String field) {
        return json.path(field).isBoolean() && json.path(field).booleanValue();
    }

    /** Whether there is a text with something in it. */
    public boolean hasText(String pointer) {
        return json.at(pointer).isTextual() && !json.at(pointer).textValue().isBlank();
    }

    /** Whether there is a whole number from 1 on, as ids and counts are. */
    public boolean hasNumber(String pointer) {
        return json.at(pointer).isIntegralNumber() && json.at(pointer).longValue() > 0;
    }

    /**
     * Goes on only with one whole JSON object that holds what was promised, under one of {@code statuses}, and does not speak of an error
     * besides. A type that is not stated is taken for the right one.
     *
     * @param kept     whether it is that
     * @param what     in words: "ok:true with a ts"
     * @param statuses by which this provider says that it has done it
     * @throws ProviderException in doubt
     */
    public void requireJson(boolean kept, String what, int... statuses) {
        boolean error = json.hasNonNull("error") && !json.path("error").asText("-").isBlank();
        require(kept && !error && isJson() && Arrays.stream(statuses).anyMatch(one -> one == status), what);
    }

    /** Whether it is a whole answer of a login: its token can stand in a header (RFC 6750), and nothing in it speaks of an error. */
    boolean isToken() {
        String token = json.path("access_token").textValue();
        return isJson() && token != null && token.matches("[\\x21-\\x7e]+") && !json.hasNonNull("error");
    }

    private boolean isJson() {
        return type.isEmpty() || type.equals("application/json") || type.endsWith("+json");
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

    /** What there is instead, in words. */
    String came() {
        if (body.isBlank()) {
            return "the answer is empty";
        }
        if (Excerpt.isHtml(body)) {
            return "a web page, " + Excerpt.title(body);
        }
        if (json.isMissingNode()) {
            return "no whole JSON";
        }
        return isJson() ? "JSON of another shape, or with a status of another meaning" : "JSON that says it is " + Excerpt.line(type, 60);
    }
}
