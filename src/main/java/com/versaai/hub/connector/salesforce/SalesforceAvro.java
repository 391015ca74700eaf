package com.versaai.hub.connector.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.salesforce.eventbus.protobuf.ProducerEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * An event of the Pub/Sub API as JSON, which can be kept and mapped without asking for its schema again: {@code organization}, {@code payload},
 * and of a change event {@code changedFields} by name, where the event has them as bits. What can't be decoded is kept as it is.
 */
final class SalesforceAvro {

    static final String HEADER = "ChangeEventHeader";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** An object has some hundred fields. */
    private static final int MOST_FIELDS = 1000;

    private SalesforceAvro() {
    }

    /** @param schema null where it can't be had */
    static byte[] json(ProducerEvent event, Schema schema, String organization) {
        ObjectNode body = JSON.createObjectNode().put("organization", organization).put("schema", event.getSchemaId());
        try {
            GenericRecord record = schema == null ? null : decoded(event.getPayload().toByteArray(), schema);
            if (record == null) {
                undecoded(body, event);
            } else {
                body.set("payload", tree(record));
                if (schema.getField(HEADER) != null && record.get(HEADER) instanceof GenericRecord header) {
                    ArrayNode names = body.putArray("changedFields");
                    changed(header.get("changedFields"), schema).forEach(names::add);
                }
            }
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    private static void undecoded(ObjectNode body, ProducerEvent event) {
        body.put("undecoded", Base64.getEncoder().encodeToString(event.getPayload().toByteArray()));
    }

    /** Null when it is of another schema than it says. */
    private static GenericRecord decoded(byte[] payload, Schema schema) {
        try {
            return new GenericDatumReader<GenericRecord>(schema).read(null, DecoderFactory.get().binaryDecoder(payload, null));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | ClassCastException e) {
            return null;
        }
    }

    private static JsonNode tree(Object value) {
        if (value instanceof GenericRecord record) {
            ObjectNode node = JSON.createObjectNode();
            record.getSchema().getFields().forEach(field -> node.set(field.name(), tree(record.get(field.pos()))));
            return node;
        }
        if (value instanceof Collection<?> many) {
            ArrayNode node = JSON.createArrayNode();
            many.forEach(one -> node.add(tree(one)));
            return node;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = JSON.createObjectNode();
            map.forEach((name, one) -> node.set(String.valueOf(name), tree(one)));
            return node;
        }
        if (value instanceof ByteBuffer bytes) {
            return JSON.getNodeFactory().binaryNode(bytes.array());
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return JSON.getNodeFactory().textNode(number.toString());
        }
        return value == null || value instanceof Number || value instanceof Boolean ? JSON.valueToTree(value) : JSON.getNodeFactory().textNode(value.toString());
    }

    /** {@code 0x…}: bits by the fields' places, the lowest last; {@code <place>-0x…}: the same within a field that is a record. */
    private static List<String> changed(Object bitmaps, Schema schema) {
        List<String> names = new ArrayList<>();
        for (Object one : bitmaps instanceof Collection<?> many ? many : List.of()) {
            String bitmap = one.toString();
            int dash = bitmap.indexOf('-');
            if (dash < 0) {
                names(bitmap, schema, "", names);
            } else if (bitmap.substring(0, dash).matches("\\d{1,4}") && Integer.parseInt(bitmap.substring(0, dash)) < schema.getFields().size()) {
                Schema.Field holder = schema.getFields().get(Integer.parseInt(bitmap.substring(0, dash)));
                Schema inner = record(holder.schema());
                if (inner != null) {
                    names(bitmap.substring(dash + 1), inner, holder.name() + '.', names);
                }
            }
        }
        return names;
    }

    private static Schema record(Schema schema) {
        return schema.getType() == Schema.Type.UNION
                ? schema.getTypes().stream().filter(type -> type.getType() == Schema.Type.RECORD).findFirst().orElse(null)
                : schema.getType() == Schema.Type.RECORD ? schema : null;
    }

    private static void names(String bitmap, Schema schema, String prefix, List<String> names) {
        if (!bitmap.matches("0x([0-9A-Fa-f]{2}){1,250}")) {
            return;
        }
        byte[] bytes = HexFormat.of().parseHex(bitmap.substring(2));
        byte[] lowestFirst = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            lowestFirst[i] = bytes[bytes.length - 1 - i];
        }
        BitSet set = BitSet.valueOf(lowestFirst);
        for (int i = set.nextSetBit(0); i >= 0 && i < schema.getFields().size() && names.size() < MOST_FIELDS; i = set.nextSetBit(i + 1)) {
            names.add(prefix + schema.getFields().get(i).name());
        }
    }
}
