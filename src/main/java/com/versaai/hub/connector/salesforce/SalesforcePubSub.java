package com.versaai.hub.connector.salesforce;

import com.salesforce.eventbus.protobuf.PubSubGrpc;
import com.versaai.hub.connector.Feed;
import com.versaai.hub.provider.AccessTokens;
import com.versaai.hub.provider.Secrets;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Salesforce's Pub/Sub API, on the gRPC classes of camel-salesforce, whose own subscriber stays dead after an error with a binary trailer or a
 * stream that the server ends, loses an event whose schema could not be had once, and keeps its replay id in memory.
 */
final class SalesforcePubSub implements AutoCloseable {

    private static final String SETTINGS = "hub.provider.salesforce.";
    private static final String TOPICS = SETTINGS + "pubsub-topics";
    private static final String URL = SETTINGS + "pubsub-url";
    private static final String ORGANIZATION = SETTINGS + "organization-id";
    private static final String USUAL_URL = "https://api.pubsub.salesforce.com:7443";
    /** 100 events at a time, each 1 MB at most, and far less as a rule. */
    private static final int MAX_MESSAGE = 32 * 1024 * 1024;
    private static final int HTTPS = 443;

    private final Secrets settings;
    private final SalesforceAccess access;
    private final SalesforceCatchUp catchUp;
    private ManagedChannel channel;
    private volatile AccessTokens.Token used;

    SalesforcePubSub(Secrets settings, SalesforceAccess access, SalesforceCatchUp catchUp) {
        this.settings = settings;
        this.access = access;
        this.catchUp = catchUp;
    }

    /** One of each topic that is configured. */
    List<Feed> feeds() {
        if (!settings.has(TOPICS)) {
            return List.of();
        }
        return Arrays.stream(settings.value(TOPICS).split(",")).map(String::strip).filter(topic -> !topic.isEmpty()).distinct()
                .<Feed>map(topic -> new SalesforceFeed(checked(topic), this, catchUp)).toList();
    }

    private static String checked(String topic) {
        if (!topic.matches("/(data|event)/[A-Za-z]\\w{0,79}(/\\w{1,80})?")) {
            throw new IllegalArgumentException(TOPICS + ": \"" + topic + "\" is no topic; there are /data/ChangeEvents, /data/LeadChangeEvent, /event/Order_Placed__e …");
        }
        return topic;
    }

    /** With the present token. */
    PubSubGrpc.PubSubStub stub() {
        return PubSubGrpc.newStub(authorized());
    }

    PubSubGrpc.PubSubBlockingStub blocking() {
        return PubSubGrpc.newBlockingStub(authorized());
    }

    private Channel authorized() {
        AccessTokens.Token token = access.token("salesforce");
        used = token;
        Metadata metadata = new Metadata();
        put(metadata, "accesstoken", token.value());
        put(metadata, "instanceurl", token.base());
        put(metadata, "tenantid", organization(token));
        return ClientInterceptors.intercept(channel(), MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    /** The id of the organization whose events these are. */
    String organization() {
        return organization(used == null ? access.token("salesforce") : used);
    }

    private String organization(AccessTokens.Token token) {
        // A session id begins with that of its organization.
        return settings.has(ORGANIZATION) ? settings.value(ORGANIZATION).strip() : token.value().replaceFirst("!.*", "");
    }

    /** Salesforce has refused the token. */
    void refused() {
        if (used != null) {
            access.renew("salesforce", used);
        }
    }

    private static void put(Metadata metadata, String name, String value) {
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }

    private synchronized ManagedChannel channel() {
        if (channel == null) {
            URI url = settings.has(URL) ? settings.url(URL, "") : URI.create(USUAL_URL);
            NettyChannelBuilder builder = NettyChannelBuilder.forAddress(url.getHost(), url.getPort() < 0 ? HTTPS : url.getPort())
                    .maxInboundMessageSize(MAX_MESSAGE).keepAliveTime(1, TimeUnit.MINUTES).keepAliveTimeout(20, TimeUnit.SECONDS);
            // Clear text is for simulators: the token goes along.
            channel = ("http".equals(url.getScheme()) ? builder.usePlaintext() : builder.useTransportSecurity()).build();
        }
        return channel;
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
    }
}
