package com.versaai.hub.inbound;

import com.versaai.hub.json.CleanText;
import com.versaai.hub.json.JsonOutline;
import com.versaai.hub.verification.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A received request as it is stored: a Kafka record whose value is the body byte for byte and whose headers say the rest,
 * so that a wrong mapping can be mended and replayed.
 *
 * @param source          sender's short name, {@code stripe}
 * @param receivedAt      arrival, by the hub's clock
 * @param method          upper case
 * @param path            as received
 * @param query           as received, but values of parameters that look secret are {@code ***}; null when there is none
 * @param headers         by lower-case name, without credentials, bounded ({@link ReceiptHeaders})
 * @param body            the exact bytes; not copied, so don't change them
 * @param verdict         what the verifier said
 * @param providerEventId the sender's id of this event, null if it has none
 * @param type            the sender's event type, null if it has none
 * @param editedBy        who changed the body after its signature was checked, null if nobody did
 */
public record Receipt(String source, Instant receivedAt, String method, String path, String query,
        Map<String, List<String>> headers, byte[] body, Verdict verdict, String providerEventId, String type, String editedBy) {

    /** Every Kafka header of the hub starts so; the border strips such headers from what comes from outside. */
    public static final String PREFIX = "hub-";

    private static final String FORMAT = "hub-format";
    private static final String SOURCE = "hub-source";
    private static final String RECEIVED_AT = "hub-received-at";
    private static final String METHOD = "hub-method";
    private static final String PATH = "hub-path";
    private static final String QUERY = "hub-query";
    private static final String HEADERS = "hub-headers";
    private static final String VERDICT = "hub-verdict";
    private static final String PROVIDER_EVENT_ID = "hub-provider-event-id";
    private static final String TYPE = "hub-type";
    /** Set where a dead letter is edited ({@code delivery.EditRules}). */
    private static final String EDITED_BY = "hub-edited-by";
    private static final int MAX_PATH = 1024;
    private static final int MAX_QUERY = 2048;
    private static final int MAX_METHOD = 16;

    public Receipt {
        method = CleanText.of(method, MAX_METHOD);
        path = CleanText.of(path, MAX_PATH);
        query = CleanText.of(ReceiptHeaders.withoutSecrets(query), MAX_QUERY);
        headers = ReceiptHeaders.bounded(headers);
        providerEventId = CleanText.of(providerEventId, JsonOutline.MAX_TEXT);
        type = CleanText.of(type, JsonOutline.MAX_TEXT);
        editedBy = CleanText.of(editedBy, JsonOutline.MAX_TEXT);
    }

    /** The Kafka record headers: UTF-8 texts, absent values left out. The record's value is {@link #body()}. */
    public Map<String, String> toRecordHeaders() {
        Map<String, String> record = new LinkedHashMap<>();
        record.put(FORMAT, "1");
        record.put(SOURCE, source);
        record.put(RECEIVED_AT, receivedAt.toString());
        record.put(METHOD, method);
        record.put(PATH, path);
        record.put(QUERY, query);
        record.put(HEADERS, ReceiptHeaders.toJson(headers));
        record.put(VERDICT, verdict.reason());
        record.put(PROVIDER_EVENT_ID, providerEventId);
        record.put(TYPE, type);
        record.put(EDITED_BY, editedBy);
        record.values().removeIf(value -> value == null);
        return record;
    }

    /**
     * The request that a Kafka record holds.
     *
     * @param record header values as bytes (a Kafka consumer, Camel's too) or texts; others are not looked at
     * @param body   the record's value
     * @throws IllegalArgumentException naming the header that is missing or unreadable
     */
    public static Receipt of(Map<String, ?> record, byte[] body) {
        if (!"1".equals(text(record, FORMAT))) {
            throw new IllegalArgumentException("no stored request: " + FORMAT + " is not 1");
        }
        return new Receipt(required(record, SOURCE), read(record, RECEIVED_AT, Instant::parse), required(record, METHOD),
                required(record, PATH), text(record, QUERY), read(record, HEADERS, ReceiptHeaders::fromJson), body,
                read(record, VERDICT, Verdict::of), text(record, PROVIDER_EVENT_ID), text(record, TYPE), text(record, EDITED_BY));
    }

    private static String text(Map<String, ?> record, String name) {
        Object value = record.get(name);
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return value instanceof String text ? text : null;
    }

    private static String required(Map<String, ?> record, String name) {
        String value = text(record, name);
        if (value == null) {
            throw new IllegalArgumentException("no stored request: " + name + " is missing");
        }
        return value;
    }

    private static <T> T read(Map<String, ?> record, String name, Function<String, T> reading) {
        try {
            return reading.apply(required(record, name));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("no stored request: " + name + " is missing or unreadable", e);
        }
    }

    /** Without headers and body, which may hold personal data. */
    @Override
    public String toString() {
        return "Receipt[" + source + ' ' + providerEventId + ' ' + type + ' ' + verdict.reason() + ", " + body.length + " bytes]";
    }
}
