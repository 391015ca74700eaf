package com.versaai.hub.gateway;

import com.versaai.hub.rate.TokenBuckets;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code hub.gateway.*}: limits and allow-lists of the HTTP border.
 *
 * @param maxBody         largest request body, counted while reading, after decompression too
 * @param bodyTimeout     a body that takes longer than this in all is refused with 408, however steadily it drips
 * @param requestHeaders  further request headers that routes may see, {@code name} or {@code prefix-*}
 * @param queryParameters further query parameters that become message headers
 * @param responseHeaders further message headers that may leave in a response
 * @param rate            requests per caller
 */
@ConfigurationProperties("hub.gateway")
record GatewaySettings(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue List<String> requestHeaders,
        @DefaultValue List<String> queryParameters,
        @DefaultValue List<String> responseHeaders,
        @DefaultValue Rate rate) {

    /**
     * @param api      per API key
     * @param webhooks per remote address
     */
    record Rate(
            @DefaultValue Limit api,
            @DefaultValue Limit webhooks) {
    }

    /**
     * @param perSecond sustained requests per second, 0 = unlimited
     * @param burst     requests that may come at once, at least {@code perSecond}; 0 = twice {@code perSecond}
     */
    record Limit(@DefaultValue("1000") long perSecond, @DefaultValue("0") long burst) {

        Limit {
            if (perSecond < 0 || burst < 0) {
                throw new IllegalArgumentException("hub.gateway.rate: per-second and burst can't be negative");
            }
        }

        TokenBuckets.Limit asTokens() {
            return new TokenBuckets.Limit(perSecond, Duration.ofSeconds(1), burst == 0 ? 2 * perSecond : Math.max(burst, perSecond));
        }
    }
}
