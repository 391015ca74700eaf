package com.versaai.hub.connector.salesforce;

import com.salesforce.eventbus.protobuf.SchemaRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The Avro schemas of events, each asked for once. A schema never changes: another one has another id. */
final class SalesforceSchemas {

    private static final long PATIENCE_SECONDS = 10;
    private static final int MOST = 500;
    private static final Set<Status.Code> NEVER = Set.of(Status.Code.NOT_FOUND, Status.Code.INVALID_ARGUMENT);

    private final SalesforcePubSub pubSub;
    private final Map<String, Schema> known = new ConcurrentHashMap<>();

    SalesforceSchemas(SalesforcePubSub pubSub) {
        this.pubSub = pubSub;
    }

    /**
     * The schema of that id.
     *
     * @return null when Salesforce says that there is none, or it is none that Avro understands
     * @throws StatusRuntimeException when it can't be had now: the event has to come again
     */
    Schema of(String id) {
        Schema schema = known.get(id);
        if (schema != null) {
            return schema;
        }
        try {
            String text = pubSub.blocking().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .getSchema(SchemaRequest.newBuilder().setSchemaId(id).build()).getSchemaJson();
            schema = new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            return null;
        } catch (StatusRuntimeException e) {
            if (NEVER.contains(e.getStatus().getCode())) {
                return null;
            }
            throw e;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(id, schema);
        return schema;
    }
}
