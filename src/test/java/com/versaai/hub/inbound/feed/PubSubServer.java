package com.versaai.hub.inbound.feed;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.salesforce.eventbus.protobuf.ProducerEvent;
import com.salesforce.eventbus.protobuf.PubSubGrpc;
import com.salesforce.eventbus.protobuf.SchemaInfo;
import com.salesforce.eventbus.protobuf.SchemaRequest;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Salesforce's Pub/Sub API in this JVM: each stream does what the next script says, and without one is silent. */
final class PubSubServer extends PubSubGrpc.PubSubImplBase implements AutoCloseable {

    static final String SCHEMA_ID = "s-1";
    static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type":"record","name":"LeadChangeEvent","namespace":"com.sforce.eventbus","fields":[
             {"name":"ChangeEventHeader","type":{"type":"record","name":"ChangeEventHeader","fields":[
               {"name":"entityName","type":"string"},{"name":"recordIds","type":{"type":"array","items":"string"}},
               {"name":"changeType","type":{"type":"enum","name":"ChangeType","symbols":
                 ["CREATE","UPDATE","DELETE","UNDELETE","GAP_CREATE","GAP_UPDATE","GAP_DELETE","GAP_UNDELETE","GAP_OVERFLOW","SOMETHING_NEW"]}},
               {"name":"changeOrigin","type":"string"},{"name":"commitTimestamp","type":"long"},{"name":"commitUser","type":"string"},
               {"name":"changedFields","type":{"type":"array","items":"string"}}]}},
             {"name":"Name","type":["null",{"type":"record","name":"Name","fields":[{"name":"FirstName","type":["null","string"]},{"name":"LastName","type":["null","string"]}]},"string"],"default":null},
             {"name":"Email","type":["null","string"],"default":null},
             {"name":"Status","type":["null","string"],"default":null},
             {"name":"AnnualRevenue","type":["null","double"],"default":null}]}""");
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("accesstoken", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TENANT = Metadata.Key.of("tenantid", Metadata.ASCII_STRING_MARSHALLER);

    /** What a stream does. */
    interface Script {
        void run(FetchRequest first, StreamObserver<FetchResponse> out);
    }

    final BlockingQueue<FetchRequest> first = new LinkedBlockingQueue<>();
    final BlockingQueue<FetchRequest> further = new LinkedBlockingQueue<>();
    final Deque<Script> scripts = new ConcurrentLinkedDeque<>();
    final Deque<Status> schemaFaults = new ConcurrentLinkedDeque<>();
    final List<String> credentials = new CopyOnWriteArrayList<>();
    private final Server server;

    PubSubServer() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerInterceptors.intercept(this, new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        credentials.add(headers.get(TOKEN) + " " + headers.get(TENANT));
                        return next.startCall(call, headers);
                    }
                })).build().start();
    }

    String url() {
        return "http://localhost:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    FetchRequest opened() throws InterruptedException {
        FetchRequest request = first.poll(20, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("nobody has subscribed");
        }
        return request;
    }

    @Override
    public StreamObserver<FetchRequest> subscribe(StreamObserver<FetchResponse> out) {
        return new StreamObserver<>() {
            private boolean begun;

            @Override
            public void onNext(FetchRequest request) {
                if (begun) {
                    further.add(request);
                    return;
                }
                begun = true;
                first.add(request);
                Script script = scripts.poll();
                if (script != null) {
                    script.run(request, out);
                }
            }

            @Override
            public void onError(Throwable thrown) {
                // The hub has closed it.
            }

            @Override
            public void onCompleted() {
                out.onCompleted();
            }
        };
    }

    @Override
    public void getSchema(SchemaRequest request, StreamObserver<SchemaInfo> out) {
        Status fault = schemaFaults.poll();
        if (fault != null) {
            out.onError(fault.asRuntimeException());
            return;
        }
        out.onNext(SchemaInfo.newBuilder().setSchemaId(request.getSchemaId()).setSchemaJson(SCHEMA.toString()).build());
        out.onCompleted();
    }

    static ByteString replay(int number) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number).array());
    }

    static FetchResponse events(int pending, ConsumerEvent... events) {
        return FetchResponse.newBuilder().addAllEvents(List.of(events)).setLatestReplayId(events.length == 0 ? replay(0) : events[events.length - 1].getReplayId())
                .setPendingNumRequested(pending).build();
    }

    static FetchResponse alive(int replay) {
        return FetchResponse.newBuilder().setLatestReplayId(replay(replay)).setPendingNumRequested(100).build();
    }

    static Script fails(Status status, Metadata trailers) {
        return (request, out) -> out.onError(new StatusRuntimeException(status, trailers));
    }

    static Metadata code(String code) {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("error-code", Metadata.ASCII_STRING_MARSHALLER), code);
        return trailers;
    }

    static ConsumerEvent event(int number, byte[] payload) {
        return ConsumerEvent.newBuilder().setReplayId(replay(number)).setEvent(ProducerEvent.newBuilder().setId("event-" + number).setSchemaId(SCHEMA_ID)
                .setPayload(ByteString.copyFrom(payload))).build();
    }

    static ConsumerEvent change(int number, String type, List<String> records, Consumer<GenericRecord> more) {
        GenericRecord header = new GenericData.Record(SCHEMA.getField("ChangeEventHeader").schema());
        header.put("entityName", "Lead");
        header.put("recordIds", records);
        header.put("changeType", new GenericData.EnumSymbol(header.getSchema().getField("changeType").schema(), type));
        header.put("changeOrigin", "com/salesforce/api/rest/68.0");
        header.put("commitTimestamp", 1_760_000_000_000L + number);
        header.put("commitUser", "005000000000001AAA");
        header.put("changedFields", List.of());
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put("ChangeEventHeader", header);
        more.accept(record);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return event(number, bytes.toByteArray());
    }
}
