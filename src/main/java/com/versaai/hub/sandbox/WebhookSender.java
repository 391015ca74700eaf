package com.versaai.hub.sandbox;

import java.util.List;
import java.util.Map;

/** Plays a provider that tells of something: makes its webhooks, signed with the sandbox's secret. Thread-safe. */
public interface WebhookSender {

    /** Every event type there is a sample of. */
    List<String> types();

    /**
     * A webhook with fresh ids, signed now.
     *
     * @param type   one of {@link #types}
     * @param query  parameters of the request to send it, by name
     * @param values members of its body, which go before parameters of the same name
     * @throws WebhookValueException when one of them can't be
     */
    OutgoingWebhook make(String type, Map<String, String> query, Map<String, String> values);
}
