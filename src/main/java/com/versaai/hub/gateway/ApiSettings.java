package com.versaai.hub.gateway;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code hub.api.*}: who may call {@code /api} and {@code /v1}.
 *
 * @param keys            one per caller, so that one can be revoked alone; two keys of one caller allow a key to be rolled
 * @param reservedSources sources that no caller may give its events, nor anything below them: those of the webhook
 *                        receivers, which prove who sent an event, and the hub's own
 */
@ConfigurationProperties("hub.api")
record ApiSettings(@DefaultValue List<Key> keys, @DefaultValue({"/stripe", "/hub"}) List<String> reservedSources) {

    /**
     * @param name who the caller is, for logs, limits and the audit; not secret
     * @param key  the secret value of {@code X-API-Key}
     */
    record Key(String name, String key) {

        @Override
        public String toString() {
            return "Key[" + name + "]";
        }
    }
}
