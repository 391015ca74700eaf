package com.versaai.hub.sandbox.stripe;

import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Stripe's webhooks; {@code shape} and {@code thin} of the query choose the shape, everything else is a value of the sample. */
final class StripeWebhookSender implements WebhookSender {

    private final StripeSamples samples;
    private final Clock clock;

    StripeWebhookSender(Clock clock) {
        this.samples = new StripeSamples(clock);
        this.clock = clock;
    }

    @Override
    public List<String> types() {
        return StripeSamples.types();
    }

    @Override
    public OutgoingWebhook make(String type, Map<String, String> query, Map<String, String> values) {
        Map<String, String> overrides = new LinkedHashMap<>(query);
        StripeSamples.Shape shape = shape(overrides.remove("shape"), overrides.remove("thin"));
        overrides.putAll(values);
        StripeSample sample = sample(type, shape, overrides);
        String signature = StripeSender.signature(StripeSandbox.WEBHOOK_SECRET, clock.instant().getEpochSecond(), sample.bytes());
        return new OutgoingWebhook(sample.eventId(), "/webhooks/stripe", StripeSender.headers(signature), sample.bytes(), sample.objects());
    }

    private StripeSample sample(String type, StripeSamples.Shape shape, Map<String, String> overrides) {
        try {
            return samples.make(type, shape, overrides);
        } catch (IllegalArgumentException e) {
            throw new WebhookValueException("a value can't be overridden so", List.copyOf(new TreeSet<>(StripeSamples.OVERRIDES)));
        }
    }

    private static StripeSamples.Shape shape(String shape, String thin) {
        if (Boolean.parseBoolean(thin)) {
            return StripeSamples.Shape.THIN;
        }
        try {
            return shape == null ? StripeSamples.Shape.CURRENT : StripeSamples.Shape.valueOf(shape.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new WebhookValueException("shape must be current, legacy or thin", List.of("shape"));
        }
    }
}
