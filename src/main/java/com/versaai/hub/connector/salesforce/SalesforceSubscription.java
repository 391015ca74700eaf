package com.versaai.hub.connector.salesforce;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.versaai.hub.connector.Feed;
import com.versaai.hub.connector.Feed.Batch;
import com.versaai.hub.connector.Feed.Item;
import com.versaai.hub.connector.Feed.PositionLostException;
import com.versaai.hub.provider.Excerpt;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One stream of {@code Subscribe}. As many events are asked for as can be held, and more when Kafka has those. */
final class SalesforceSubscription implements Feed.Reading {

    /** Most that Salesforce sends for one request. */
    static final int AT_ONCE = 100;

    private static final Metadata.Key<String> ERROR_CODE = Metadata.Key.of("error-code", Metadata.ASCII_STRING_MARSHALLER);
    private static final Object END = new Object();

    private final String topic;
    private final SalesforcePubSub pubSub;
    private final SalesforceSchemas schemas;
    /** Responses, or what the stream ended with. */
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private ClientCallStreamObserver<FetchRequest> requests;
    private boolean owed;

    SalesforceSubscription(String topic, SalesforcePubSub pubSub, SalesforceSchemas schemas, FetchRequest.Builder first) {
        this.topic = topic;
        this.pubSub = pubSub;
        this.schemas = schemas;
        pubSub.stub().subscribe(new Responses());
        requests.onNext(first.setNumRequested(AT_ONCE).build());
    }

    /** What gRPC's threads tell; whatever it is, it only wakes the reader. */
    private final class Responses implements ClientResponseObserver<FetchRequest, FetchResponse> {

        @Override
        public void beforeStart(ClientCallStreamObserver<FetchRequest> stream) {
            requests = stream;
        }

        @Override
        public void onNext(FetchResponse response) {
            arrived.add(response);
        }

        @Override
        public void onError(Throwable thrown) {
            arrived.add(thrown);
        }

        @Override
        public void onCompleted() {
            arrived.add(END);
        }
    }

    @Override
    public Batch next(Duration patience) throws InterruptedException {
        if (owed) {
            owed = false;
            requests.onNext(FetchRequest.newBuilder().setTopicName(topic).setNumRequested(AT_ONCE).build());
        }
        Object next = arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            return null;
        }
        if (next instanceof FetchResponse response) {
            return batch(response);
        }
        if (next instanceof Throwable thrown) {
            throw ended(thrown);
        }
        throw new IllegalStateException("Salesforce has ended the stream");
    }

    private Batch batch(FetchResponse response) {
        List<Item> items = new ArrayList<>(response.getEventsCount());
        try {
            for (ConsumerEvent event : response.getEventsList()) {
                items.add(item(event));
            }
        } catch (StatusRuntimeException e) {
            throw ended(e);
        }
        owed = response.getPendingNumRequested() <= 0;
        ByteString last = response.getEventsCount() == 0 ? response.getLatestReplayId() : response.getEvents(response.getEventsCount() - 1).getReplayId();
        return new Batch(items, last.isEmpty() ? null : HexFormat.of().formatHex(last.toByteArray()));
    }

    private Item item(ConsumerEvent event) {
        String replay = HexFormat.of().formatHex(event.getReplayId().toByteArray());
        String id = event.getEvent().getId().isBlank() ? topic + '-' + replay : event.getEvent().getId();
        byte[] body = SalesforceAvro.json(event.getEvent(), schemas.of(event.getEvent().getSchemaId()), pubSub.organization());
        return new Item(id, topic, body);
    }

    /** Of the trailer only one field is read, and only as what it is: others may be binary. */
    private RuntimeException ended(Throwable thrown) {
        Status status = Status.fromThrowable(thrown);
        Metadata trailers = Status.trailersFromThrowable(thrown);
        String code = trailers == null ? null : trailers.get(ERROR_CODE);
        String said = (code == null ? "" : code).toLowerCase(Locale.ROOT);
        if (said.contains("replayid") || status.getCode() == Status.Code.INVALID_ARGUMENT && said.contains("replay")) {
            return new PositionLostException(status.getCode() + " " + code);
        }
        if (status.getCode() == Status.Code.UNAUTHENTICATED || said.contains("auth.error")) {
            pubSub.refused();
        }
        return new IllegalStateException("Salesforce has ended the stream: " + status.getCode() + (code == null ? "" : " " + code)
                + (status.getDescription() == null ? "" : ", " + Excerpt.line(Excerpt.ofAnswer(status.getDescription()), 200)));
    }

    @Override
    public void close() {
        requests.cancel("closed by the hub", null);
    }
}
