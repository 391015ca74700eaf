package com.versaai.hub.gateway;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * What may cross a border, by allow-list: headers steer Camel's components (address, topic, query, file name …), some by names
 * without any prefix, so that a deny-list can't be complete.
 */
final class HubHeaderFilter implements HeaderFilterStrategy {

    static final List<String> REQUEST_HEADERS = List.of("accept", "accept-language", "cache-control", "content-type", "user-agent", "x-request-id",
            "x-correlation-id", "traceparent", "tracestate", "idempotency-key", "ce-*", "stripe-signature", "x-slack-*",
            "x-hubspot-*", "webhook-*", "svix-*", "x-hub-signature", "x-hub-signature-256");
    static final List<String> RESPONSE_HEADERS = List.of("location", "retry-after", "x-request-id", "cache-control", "allow",
            "x-hub-cache", "x-hub-fallback", "idempotent-replayed", "etag", "content-language", "content-disposition", "www-authenticate", "link", "deprecation", "sunset");
    static final List<String> QUERY_PARAMETERS = List.of("limit", "cursor", "order", "state", "type", "class", "destination",
            "event", "subject", "since", "until", "olderThan", "newerThan", "email", "locale", "format", "validationToken", "challenge");
    static final List<String> KAFKA_HEADERS = List.of("hub-*");

    private final NameList in;
    private final NameList out;

    private HubHeaderFilter(NameList in, NameList out) {
        this.in = in;
        this.out = out;
    }

    static HubHeaderFilter forHttp(GatewaySettings settings) {
        return new HubHeaderFilter(new NameList(REQUEST_HEADERS, settings.requestHeaders()),
                new NameList(RESPONSE_HEADERS, settings.responseHeaders()));
    }

    static HubHeaderFilter forKafka() {
        NameList own = new NameList(KAFKA_HEADERS, List.of());
        return new HubHeaderFilter(own, own);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return value == null || !out.has(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return value == null || !in.has(name);
    }
}
