package com.versaai.hub.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.verification.Scheme;
import com.versaai.hub.verification.Verification;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes the requests of any sender that a manifest describes, from what the scheme's documentation says, not from the hub's code. */
public final class Senders {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The organization of {@link #message}. */
    public static final String ORGANIZATION = "00D3000000001n7EAA";

    /** The hub's address where it is signed: the sandbox's. */
    public static final URI PUBLIC_URL = URI.create("https://hub.sandbox.example");

    private Senders() {
    }

    /** All connectors that receive, by name. */
    public static Map<String, Manifest> all() {
        Manifests manifests = new Manifests(Path.of("routes", "connectors"));
        manifests.refresh();
        Map<String, Manifest> receiving = new TreeMap<>(manifests.all());
        receiving.values().removeIf(manifest -> manifest.inbound() == null);
        return receiving;
    }

    /**
     * An address that takes requests.
     *
     * @param name    what follows {@code /webhooks/}
     * @param inbound what its manifest says of it
     */
    public record Door(String name, String connector, Manifest.Inbound inbound) {

        /** Its address. */
        public String path() {
            return "/webhooks/" + name;
        }

        /** That JSON as its sender writes it. */
        public byte[] wire(String json) {
            return Senders.wire(inbound.body(), json);
        }
    }

    /** All addresses that take requests. */
    public static List<Door> doors() {
        List<Door> doors = new ArrayList<>();
        all().values().forEach(manifest -> manifest.inbound().byDoor().forEach((door, inbound) ->
                doors.add(new Door(manifest.name() + (door.isEmpty() ? "" : '/' + door), manifest.name(), inbound))));
        return doors;
    }

    /** Whether a file of a connector's folder maps what comes in, or what is answered to it, and not events. */
    public static boolean mapsRequests(Path file) {
        String connector = file.getName(file.getNameCount() - 2).toString();
        return file.endsWith("inbound.jq") || doors().stream().filter(door -> door.connector().equals(connector)).map(Door::inbound)
                .anyMatch(door -> file.endsWith(String.valueOf(door.mapping())) || file.endsWith(String.valueOf(door.answer().mapping())));
    }

    /** JSON as the body that a manifest calls so; what is no object can't be the fields of a form and stays as it is. */
    public static byte[] wire(String body, String json) {
        if (body.startsWith("form:")) {
            return (body.substring("form:".length()) + '=' + URLEncoder.encode(json, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
        JsonNode object = body.equals("form") ? tree(json) : null;
        if (object == null || !object.isObject()) {
            return json.getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder form = new StringBuilder();
        object.fields().forEachRemaining(field -> form.append(form.isEmpty() ? "" : "&").append(URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)).append('=')
                .append(URLEncoder.encode(field.getValue().isTextual() ? field.getValue().asText() : field.getValue().toString(), StandardCharsets.UTF_8)));
        return form.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(json);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** What {@link HubTestEnvironment} gives the hub for that connector. */
    public static String secret(String connector, Scheme scheme) {
        return switch (scheme) {
            case BASIC -> "hubuser:it-pass-" + connector;
            case STANDARD_WEBHOOKS -> "whsec_" + Base64.getEncoder().encodeToString(("it-" + connector + "-0123456789").getBytes(StandardCharsets.UTF_8));
            case SALESFORCE_OUTBOUND -> ORGANIZATION + ":it-token-" + connector;
            default -> "it-secret-of-" + connector;
        };
    }

    /**
     * Headers that prove the sender of a POST; none where {@link #body} does.
     *
     * @throws UnsupportedOperationException for a scheme whose proof is no header
     */
    public static Map<String, String> proof(Verification verification, String secret, Instant at, String path, byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        Map<String, String> parameters = verification.parameters();
        Map<String, String> headers = new HashMap<>();
        switch (verification.scheme()) {
            case STRIPE -> headers.put("Stripe-Signature", "t=" + at.getEpochSecond() + ",v1=" + hex(mac("sha256", secret, at.getEpochSecond() + "." + text)));
            case SLACK -> {
                headers.put("X-Slack-Request-Timestamp", String.valueOf(at.getEpochSecond()));
                headers.put("X-Slack-Signature", "v0=" + hex(mac("sha256", secret, "v0:" + at.getEpochSecond() + ':' + text)));
            }
            case HMAC -> {
                byte[] mac = mac(parameters.getOrDefault("algorithm", "sha256"), secret, parameters.getOrDefault("signed", "{body}")
                        .replace("{method}", "POST").replace("{path}", path).replace("{timestamp}", stamp(parameters, at)).replace("{body}", text));
                if (parameters.containsKey("timestamp-header")) {
                    headers.put(parameters.get("timestamp-header"), stamp(parameters, at));
                }
                headers.put(parameters.get("header"), parameters.getOrDefault("prefix", "") + encoded(parameters.getOrDefault("encoding", "hex"), mac));
            }
            case BASIC -> headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            case BEARER -> headers.put("Authorization", "Bearer " + secret);
            case STANDARD_WEBHOOKS -> {
                byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
                headers.put("webhook-id", "msg_" + at.toEpochMilli());
                headers.put("webhook-timestamp", String.valueOf(at.getEpochSecond()));
                headers.put("webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac("sha256", new String(key, StandardCharsets.ISO_8859_1),
                        "msg_" + at.toEpochMilli() + '.' + at.getEpochSecond() + '.' + text)));
            }
            case TOKEN -> {
                if (parameters.containsKey("header")) {
                    headers.put(parameters.get("header"), secret);
                } else if (!inBody(verification) && !parameters.containsKey("query")) {
                    throw new UnsupportedOperationException("no sender yet for a token that is neither in a header, nor the query, nor the body");
                }
            }
            case HUBSPOT -> {
                headers.put("X-HubSpot-Request-Timestamp", String.valueOf(at.toEpochMilli()));
                headers.put("X-HubSpot-Signature-v3", Base64.getEncoder().encodeToString(mac("sha256", secret, "POST" + PUBLIC_URL + path + text + at.toEpochMilli())));
            }
            case SALESFORCE_OUTBOUND -> { } // the query, and the body
            default -> throw new UnsupportedOperationException("no sender yet for " + verification.scheme().manifestName());
        }
        return headers;
    }

    /**
     * A body with the proof in it, where the scheme wants it there; every other as it is.
     *
     * @param secret null for none
     */
    public static byte[] body(Verification verification, String secret, byte[] body) {
        if (!inBody(verification)) {
            return body;
        }
        try {
            JsonNode json = JSON.readTree(body);
            if (json instanceof ObjectNode whole) {
                String name = verification.parameters().get("json").substring(1);
                if (secret == null) {
                    whole.remove(name);
                } else {
                    whole.put(name, secret);
                }
                return JSON.writeValueAsBytes(whole);
            }
        } catch (IOException e) {
            // It is to be no JSON.
        }
        return body;
    }

    /** Whether the secret is a member of the body. */
    public static boolean inBody(Verification verification) {
        return verification.scheme() == Scheme.TOKEN && verification.parameters().containsKey("json");
    }

    /** The query that proves the sender; null where none does. */
    public static String query(Verification verification, String secret) {
        String name = verification.parameters().get("query");
        // A token that may be in a header, too, is in one of them.
        return name == null || verification.parameters().containsKey("header") ? null : name + '=' + secret.replaceFirst("^[^:]*:", "");
    }

    /** An outbound message without notifications, which a sender of XML sends. */
    public static String message(String content) {
        return "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>"
                + "<notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\"><OrganizationId>" + ORGANIZATION + "</OrganizationId>" + content
                + "</notifications></soapenv:Body></soapenv:Envelope>";
    }

    private static String stamp(Map<String, String> parameters, Instant at) {
        return String.valueOf("ms".equals(parameters.get("timestamp-unit")) ? at.toEpochMilli() : at.getEpochSecond());
    }

    private static String encoded(String encoding, byte[] bytes) {
        return switch (encoding) {
            case "base64" -> Base64.getEncoder().encodeToString(bytes);
            case "base64url" -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            default -> hex(bytes);
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] mac(String hash, String key, String content) {
        String algorithm = "Hmac" + hash.toUpperCase(Locale.ROOT);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.ISO_8859_1), algorithm));
            return mac.doFinal(content.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
