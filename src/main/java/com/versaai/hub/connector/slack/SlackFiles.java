package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Bean {@code slackFiles} of {@code slack-file-sink}: an upload's three steps. Whoever has the address that Slack gives for the bytes can write there: it
 * is on no message, and the client asks for it here by a name that means nothing elsewhere.
 */
public final class SlackFiles {

    static final String UPLOADS = "/uploads/";
    private static final String FILE = "hubSlackFile";
    private static final String ID = "hubSlackFileId";
    private static final int LONGEST = 1024 * 1024;

    private final Secrets secrets;
    private final FaultClassifier faults;
    private final Cache<String, URI> addresses = Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(Duration.ofMinutes(2)).build();

    SlackFiles(Secrets secrets, FaultClassifier faults) {
        this.secrets = secrets;
        this.faults = faults;
    }

    private record Upload(ObjectNode asked, byte[] bytes) {
    }

    /**
     * Sets the call for an address.
     *
     * @throws ProviderException permanent, when the name, the content or the channel are missing or unusable
     */
    public void begin(Exchange exchange) {
        Message message = exchange.getMessage();
        ObjectNode asked = Payload.of("slack", message);
        String name = asked.path("filename").asText("");
        if (!name.matches("[^/\\\\\\p{Cntrl}]{1,200}")) {
            throw Payload.invalid("slack", "filename must be a file's name without a path");
        }
        if (!asked.path("channel").asText("").matches("[CDG][A-Z0-9]{2,30}")) {
            throw Payload.invalid("slack", "channel must be the id of a channel");
        }
        byte[] bytes = bytes(asked);
        exchange.setProperty(FILE, new Upload(asked, bytes));
        message.setHeader(Exchange.HTTP_METHOD, "GET");
        message.setHeader(Exchange.HTTP_PATH, "files.getUploadURLExternal");
        message.setHeader(Exchange.HTTP_QUERY, "filename=" + Payload.encoded(name) + "&length=" + bytes.length);
        message.setBody(null);
    }

    private static byte[] bytes(ObjectNode asked) {
        try {
            byte[] bytes = asked.path("text").isTextual() ? asked.path("text").asText().getBytes(StandardCharsets.UTF_8)
                    : Base64.getDecoder().decode(asked.path("base64").asText(""));
            if (bytes.length > 0 && bytes.length <= LONGEST) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw Payload.invalid("slack", "base64 is no Base64");
        }
        throw Payload.invalid("slack", "the content (text or base64) must have 1 to " + LONGEST + " bytes");
    }

    /** Slack has given an address: sets the call with the bytes. */
    public void upload(Exchange exchange, String account) {
        Promised answer = answer(exchange);
        JsonNode json = answer.json();
        answer.requireJson(answer.isTrue("ok") && json.path("file_id").isTextual() && json.path("upload_url").isTextual(),
                "ok:true with upload_url and file_id", 200);
        URI address = uri(json.path("upload_url").asText());
        answer.require(address != null && isSlacks(address, account), "an address of Slack's own for the bytes");
        String name = UUID.randomUUID().toString();
        addresses.put(name, address);
        exchange.setProperty(ID, json.path("file_id").asText());
        Message message = exchange.getMessage();
        message.removeHeader(Exchange.HTTP_QUERY);
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.HTTP_PATH, UPLOADS.substring(1) + name);
        message.setHeader(Exchange.CONTENT_TYPE, "application/octet-stream");
        message.setBody(exchange.getProperty(FILE, Upload.class).bytes);
    }

    /** Where the bytes of an upload go. */
    URI address(String name) {
        URI address = addresses.getIfPresent(name);
        if (address == null) {
            throw Payload.invalid("slack", "the upload took too long: begin it again");
        }
        return address;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Nobody else gets a file, whatever an answer says. */
    private boolean isSlacks(URI address, String account) {
        URI base = secrets.url("hub.provider." + account + ".base-url", "");
        String host = address.getHost() == null ? "" : address.getHost();
        boolean slack = "https".equals(address.getScheme()) && address.getPort() == -1 && host.matches("([a-z0-9-]+\\.)+(slack|slack-gov)\\.com");
        boolean api = base.getScheme().equals(address.getScheme()) && base.getHost().equals(host) && base.getPort() == address.getPort();
        return address.getUserInfo() == null && (slack || api);
    }

    /** The bytes are there: sets the call that shows the file in its channel. */
    public void complete(Exchange exchange) {
        Message message = exchange.getMessage();
        ObjectNode asked = exchange.getProperty(FILE, Upload.class).asked;
        ObjectNode call = Payload.object();
        call.putArray("files").addObject().put("id", exchange.getProperty(ID, String.class))
                .put("title", asked.path("title").asText(asked.path("filename").asText()));
        call.put("channel_id", asked.path("channel").asText());
        if (asked.path("comment").isTextual()) {
            call.set("initial_comment", asked.get("comment"));
        }
        if (asked.path("thread_ts").isTextual()) {
            call.set("thread_ts", asked.get("thread_ts"));
        }
        message.setHeader(Exchange.HTTP_PATH, "files.completeUploadExternal");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json; charset=UTF-8");
        message.setBody(Payload.bytes(call));
    }

    /** Throws what Slack refused although it answered 2xx, and what is none of its answers. */
    public void check(Exchange exchange) {
        Promised answer = answer(exchange);
        answer.requireJson(answer.isTrue("ok") && answer.json().at("/files/0/id").asText().equals(exchange.getProperty(ID, String.class)),
                "ok:true with the file", 200);
    }

    private Promised answer(Exchange exchange) {
        Promised answer = Promised.answer("slack", exchange.getMessage());
        SlackOperations.refused(answer, Set.of(), faults);
        return answer;
    }
}
