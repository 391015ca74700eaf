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
 * @param headerTimeout   a connection whose request line and headers take longer than this in all is closed
 * @param answerTimeout   an answer that its caller takes longer than this to fetch is broken off
 * @param slow            how many may be slow at once
 * @param requestHeaders  further request headers that routes may see, {@code name} or {@code prefix-*}
 * @param queryParameters further query parameters that become message headers
 * @param responseHeaders further message headers that may leave in a response
 * @param rate            requests per caller
 */
@ConfigurationProperties("hub.gateway")
record GatewaySettings(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue("20s") Duration headerTimeout,
        @DefaultValue("60s") Duration answerTimeout,
        @DefaultValue Slow slow,
        @DefaultValue List<String> requestHeaders,
        @DefaultValue List<String> queryParameters,
        @DefaultValue List<String> responseHeaders,
        @DefaultValue Rate rate) {

    GatewaySettings {
        for (Duration timeout : List.of(bodyTimeout, headerTimeout, answerTimeout)) {
            if (timeout.toMillis() <= 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("hub.gateway: body-, header- and answer-timeout are more than 0 and at most 1h");
            }
        }
        if (slow.memory().compareTo(maxBody) < 0) {
            throw new IllegalArgumentException("hub.gateway.slow.memory can't be less than hub.gateway.max-body");
        }
    }

    /**
     * Peers that are waited for, without a thread; counted for headers, bodies and answers each. Beyond, the one that has taken longest
     * goes.
     *
     * @param atOnce     in all
     * @param perAddress from one address
     * @param memory     bytes of all bodies that are under way
     */
    record Slow(@DefaultValue("128") int atOnce, @DefaultValue("64") int perAddress, @DefaultValue("16MB") DataSize memory) {

        Slow {
            if (atOnce < 1 || perAddress < 1 || perAddress > atOnce) {
                throw new IllegalArgumentException("hub.gateway.slow: at-once and per-address are 1 or more, per-address at most at-once");
            }
        }
    }

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
