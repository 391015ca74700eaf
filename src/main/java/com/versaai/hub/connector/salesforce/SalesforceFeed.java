package com.versaai.hub.connector.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import com.versaai.hub.connector.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/** One topic of the Pub/Sub API. Its position is the replay id, in hex. */
final class SalesforceFeed implements Feed {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** An empty keep-alive comes at least every 270 s; a little more for its way. */
    private static final Duration SILENCE = Duration.ofSeconds(275);
    /** 72 h, less an hour in which clocks may differ. */
    private static final Duration KEPT = Duration.ofHours(71);
    /** Before the position was stored, which is after the change. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final String topic;
    private final SalesforcePubSub pubSub;
    private final SalesforceSchemas schemas;
    private final SalesforceCatchUp catchUp;

    SalesforceFeed(String topic, SalesforcePubSub pubSub, SalesforceCatchUp catchUp) {
        this.topic = topic;
        this.pubSub = pubSub;
        this.catchUp = catchUp;
        this.schemas = new SalesforceSchemas(pubSub);
    }

    @Override
    public String name() {
        return topic;
    }

    @Override
    public String source() {
        return "salesforce";
    }

    @Override
    public Duration silence() {
        return SILENCE;
    }

    @Override
    public Reading after(String position) {
        FetchRequest.Builder first = FetchRequest.newBuilder().setTopicName(topic);
        if (position == null) {
            return open(first.setReplayPreset(ReplayPreset.LATEST));
        }
        byte[] replay;
        try {
            replay = HexFormat.of().parseHex(position);
        } catch (IllegalArgumentException e) {
            throw new PositionLostException("what is stored is no replay id");
        }
        return open(first.setReplayPreset(ReplayPreset.CUSTOM).setReplayId(ByteString.copyFrom(replay)));
    }

    @Override
    public Reading fromOldest() {
        return open(FetchRequest.newBuilder().setTopicName(topic).setReplayPreset(ReplayPreset.EARLIEST));
    }

    private Reading open(FetchRequest.Builder first) {
        return new SalesforceSubscription(topic, pubSub, schemas, first);
    }

    /** What Salesforce still has comes by itself. */
    @Override
    public void missed(Instant since, Instant now, Consumer<Item> to) {
        catchUp.find(topic, pubSub.organization(), since.minus(MARGIN), now.minus(KEPT), to);
    }

    @Override
    public Item gap(String since, String reason) {
        try {
            return new Item("gap-" + topic + '-' + since, topic, JSON.writeValueAsBytes(Map.of("gap", Map.of("since", since, "reason", reason))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }
}
