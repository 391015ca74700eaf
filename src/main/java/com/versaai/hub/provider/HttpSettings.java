package com.versaai.hub.provider;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What all calls to providers share ({@code hub.http.*}).
 *
 * @param maxAnswer    most that is read of one answer, decompressed
 * @param maxCompletion the same of one answer of a language model
 * @param tokenTimeout of a whole login call
 * @param longestCall   of a call whose endpoint has no {@code responseTimeout}
 * @param longestStream of a streamed answer of a language model, from the first token to the last
 */
@ConfigurationProperties("hub.http")
record HttpSettings(@DefaultValue("256KB") DataSize maxAnswer, @DefaultValue("4MB") DataSize maxCompletion,
        @DefaultValue("5s") Duration tokenTimeout, @DefaultValue("60s") Duration longestCall, @DefaultValue("10m") Duration longestStream) {
}
