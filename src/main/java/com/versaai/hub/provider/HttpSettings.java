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
 * @param tokenTimeout connect and response timeout of a login call, each
 */
@ConfigurationProperties("hub.http")
record HttpSettings(@DefaultValue("256KB") DataSize maxAnswer, @DefaultValue("4MB") DataSize maxCompletion,
        @DefaultValue("5s") Duration tokenTimeout) {
}
