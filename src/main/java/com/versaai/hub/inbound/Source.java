package com.versaai.hub.inbound;

import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.InboundMode;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.event.EventId;
import com.versaai.hub.json.JsonOutline;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.json.StrictXml;
import com.versaai.hub.provider.SealedTexts;
import com.versaai.hub.verification.Verification;
import com.versaai.hub.verification.WebhookVerifier;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One sender, or one of its doors: an instance of a connector that receives.
 *
 * @param name         what follows {@code /webhooks/}: the instance, and where it has several doors {@code <instance>/<door>}
 * @param connector    what kind of sender it is
 * @param account      whose secrets prove it
 * @param inbound      what the connector's manifest says of its requests at this door
 * @param verification how it proves itself
 * @param verifier     the check of that
 * @param mapper       what makes events of its requests
 * @param words        what of a request is looked at
 * @param admission    which of what it sends is worked on
 * @param seals        hides from mappings what opens something
 */
public record Source(String name, String connector, String account, Manifest.Inbound inbound, Verification verification,
        WebhookVerifier verifier, InboundMapper mapper, Words words, Admission admission, SealedTexts seals) {

    private static final String HEADER = "header:";

    /**
     * What of a request is looked at, found out once.
     *
     * @param pointers into the body
     * @param about    into the body, for what the event is about
     * @param headers  lower-case names of those that the manifest points to
     * @param proof    lower-case names of those that prove the sender
     */
    record Words(Set<String> pointers, Set<String> about, Set<String> headers, Set<String> proof) {

        static Words of(Manifest.Inbound inbound, Verification verification) {
            List<String> places = Stream.concat(inbound.event().values().stream(), Stream.ofNullable(inbound.mode()).map(InboundMode::at)).toList();
            return new Words(places.stream().filter(place -> place.startsWith("/")).collect(Collectors.toUnmodifiableSet()),
                    inbound.about().stream().filter(place -> place.startsWith("/")).collect(Collectors.toUnmodifiableSet()),
                    Stream.concat(places.stream(), inbound.about().stream()).filter(place -> place.startsWith(HEADER))
                            .map(place -> place.substring(HEADER.length()).toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet()),
                    verification.headers());
        }
    }

    /**
     * The sender's words about a request; null for what the manifest doesn't name or isn't there.
     *
     * @param about the id of what it is about: requests with the same one are mapped in the order they came
     */
    record Outline(String id, String type, String time, String subject, String account, Boolean live, String about) {
    }

    /** What routes are named by: without a slash. */
    public String slug() {
        return name.replace('/', '-');
    }

    /** The instance: all its doors make events of one source. */
    String instance() {
        return name.replaceFirst("/.*", "");
    }

    /**
     * Proves that a body is JSON, or XML where the manifest says so, and reads what the manifest points to.
     *
     * @throws MalformedBodyException when it is none, or id or type are named and not there
     */
    Outline outline(Map<String, List<String>> headers, byte[] body) {
        Outline outline = read(headers, body);
        if (outline.id() == null && isNeeded("id") || outline.type() == null && isNeeded("type")) {
            throw new MalformedBodyException("id or type is missing");
        }
        return outline;
    }

    private boolean isNeeded(String word) {
        return inbound.event().containsKey(word) && !inbound.mayLack().contains(word);
    }

    private Outline read(Map<String, List<String>> headers, byte[] body) {
        if (inbound.isXml()) {
            // Nothing is pointed to in there.
            StrictXml.read(body);
        }
        JsonOutline json = inbound.isXml() ? null : JsonOutline.of(BodyForm.of(inbound.body()).json(body), words.pointers(), words.about());
        return new Outline(text("id", headers, json), text("type", headers, json), text("time", headers, json), text("subject", headers, json),
                text("account", headers, json), live(headers, json),
                inbound.about().stream().map(place -> at(place, headers, json)).filter(found -> found != null && !found.isBlank()).findFirst().orElse(null));
    }

    private String text(String word, Map<String, List<String>> headers, JsonOutline json) {
        return at(inbound.event().get(word), headers, json);
    }

    private static String at(String place, Map<String, List<String>> headers, JsonOutline json) {
        if (place == null || place.startsWith("/")) {
            return place == null ? null : json.text(place);
        }
        return header(place, headers);
    }

    private Boolean live(Map<String, List<String>> headers, JsonOutline json) {
        InboundMode mode = inbound.mode();
        return mode == null ? null : mode.live(mode.at().startsWith("/") ? json.word(mode.at()) : header(mode.at(), headers));
    }

    private static String header(String place, Map<String, List<String>> headers) {
        List<String> values = headers.getOrDefault(place.substring(HEADER.length()).toLowerCase(Locale.ROOT), List.of());
        // Two are as good as none: which one counts?
        return values.size() == 1 && values.get(0).length() <= JsonOutline.MAX_TEXT ? values.get(0) : null;
    }

    /** Of the stored request: those with the same key are mapped one after the other, of others several at once. */
    String key(Outline outline, byte[] body) {
        if (outline.about() != null) {
            return name + '/' + (outline.account() == null ? "" : outline.account() + '/') + outline.about();
        }
        return outline.id() == null ? EventId.name(new String(body, StandardCharsets.ISO_8859_1)) : outline.id();
    }

    /** What is stored of a request, for the mapping. */
    InboundRequest request(Receipt receipt) {
        boolean more = inbound.mode() != null || Stream.of("time", "subject", "account").anyMatch(inbound.event()::containsKey);
        // The door has found id and type; for those alone the body is not read again.
        Outline outline = more ? read(receipt.headers(), receipt.body()) : new Outline(null, null, null, null, null, null, null);
        return new InboundRequest(instance(), receipt.providerEventId(), receipt.type(), outline.time(), outline.subject(), outline.account(), outline.live(),
                receipt.receivedAt(), receipt.headers(), sealed(BodyForm.of(inbound.body()).json(receipt.body()), receipt));
    }

    private byte[] sealed(byte[] json, Receipt receipt) {
        Map<String, UnaryOperator<String>> replacements = new HashMap<>();
        inbound.sealed().forEach((pointer, use) -> replacements.put(pointer, text -> seals.seal(account, text, receipt.receivedAt().plus(use))));
        return BodyForm.replaced(json, replacements);
    }

    /** Whose requests these are, without secrets. */
    @Override
    public String toString() {
        return name;
    }
}
