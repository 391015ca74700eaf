package com.versaai.hub.process;

import com.versaai.hub.event.EventId;
import com.versaai.hub.sandbox.WebhookPost;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.sandbox.stripe.StripeSamples;
import com.versaai.hub.sandbox.stripe.StripeSender;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Plays Stripe: signed webhooks of several types and customers from concurrent senders. Whatever got no 2xx is sent again,
 * the same bytes freshly signed, until it gets one, as Stripe would.
 */
final class StripeTraffic implements AutoCloseable {

    private static final int SENDERS = 8;
    private static final int CUSTOMERS = 50;
    private static final int RETRY_MS = 250;
    /** Amounts from here on go to Slack, each another one, so that a message told twice is seen. */
    static final long IMPORTANT = 1_000_000;

    private static final List<String> ANALYTICS = List.of("ga4/track", "mixpanel/track", "amplitude/track", "segment/track");

    /**
     * One webhook and what the routes should make of it.
     *
     * @param marker     in everything that reaches a provider because of it
     * @param deliveries ids of all deliveries it should cause
     */
    record Webhook(String marker, StripeSample sample, Set<String> deliveries) {
    }

    private final List<Webhook> webhooks = new ArrayList<>();
    private final Queue<Webhook> unsent = new ConcurrentLinkedQueue<>();
    private final Set<Webhook> accepted = ConcurrentHashMap.newKeySet();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final Semaphore permits = new Semaphore(0);
    private final ScheduledExecutorService metronome = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean repeats;
    private final AtomicInteger repeated = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> senders = new ArrayList<>();

    /**
     * Starts the senders; nothing is sent before {@link #release}.
     *
     * @param hub asked at every sending
     */
    StripeTraffic(int count, Random random, Supplier<URI> hub) {
        StripeSamples samples = new StripeSamples(Clock.systemUTC());
        for (int i = 0; i < count; i++) {
            webhooks.add(webhook(samples, i, random));
        }
        List<Webhook> order = new ArrayList<>(webhooks);
        Collections.shuffle(order, random);
        unsent.addAll(order);
        for (int i = 0; i < SENDERS; i++) {
            StripeSender sender = new StripeSender(hub, "whsec_sandbox", Clock.systemUTC());
            Thread thread = new Thread(() -> sendAll(sender), "stripe-" + i);
            thread.start();
            senders.add(thread);
        }
    }

    private static Webhook webhook(StripeSamples samples, int i, Random random) {
        String marker = "k%05dx".formatted(i);
        Map<String, String> values = new HashMap<>(Map.of("customer", "cus_" + random.nextInt(CUSTOMERS)));
        return switch (i % 8) {
            case 0, 1, 2 -> make(samples, "payment_intent.succeeded", "payment.processed", marker, values,
                    Map.of("objectId", "pi_" + marker, "amount", Long.toString(IMPORTANT + i)), "opportunity", "slack/payment-important");
            case 3 -> make(samples, "payment_intent.succeeded", "payment.processed", marker, values,
                    Map.of("objectId", "pi_" + marker, "amount", "999"), "opportunity", null);
            case 4 -> make(samples, "payment_intent.payment_failed", "payment.failed", marker, values, Map.of("objectId", "pi_" + marker),
                    null, null);
            case 5 -> make(samples, "charge.refunded", "payment.refunded", marker, values, Map.of("paymentIntent", "pi_" + marker),
                    null, null);
            case 6 -> make(samples, "customer.subscription.created", "user.subscription.changed", marker, values,
                    Map.of("objectId", "sub_" + marker, "plan", "plan_" + marker), "subscription", "slack/subscription-changed");
            default -> make(samples, "invoice.payment_succeeded", "subscription.renewed", marker, values,
                    Map.of("subscription", "sub_" + marker, "plan", "plan_" + marker), "subscription", null);
        };
    }

    private static Webhook make(StripeSamples samples, String stripeType, String hubType, String marker, Map<String, String> values,
                                Map<String, String> more, String crm, String slack) {
        values.putAll(more);
        StripeSample sample = samples.make(stripeType, StripeSamples.Shape.CURRENT, values);
        List<String> actions = new ArrayList<>(ANALYTICS);
        if (crm != null) {
            actions.add("salesforce/" + crm);
            actions.add("hubspot/" + crm);
        }
        if (slack != null) {
            actions.add(slack);
        }
        String event = EventId.of("/stripe", sample.eventId(), hubType);
        return new Webhook(marker, sample, Set.copyOf(actions.stream().map(action -> event + "/" + action).toList()));
    }

    /** Lets so many more webhooks go out. */
    void release(int count) {
        permits.release(count);
    }

    /** Lets one more webhook go out at every beat, until it is closed. When all have been sent they are sent again, as Stripe does at times. */
    AutoCloseable releaseEvery(Duration beat) {
        repeats = true;
        ScheduledFuture<?> beating = metronome.scheduleAtFixedRate(permits::release, 0, beat.toNanos(), TimeUnit.NANOSECONDS);
        return () -> {
            beating.cancel(false);
            repeats = false;
        };
    }

    private Webhook next() {
        Webhook next = unsent.poll();
        return next == null && repeats ? webhooks.get(repeated.getAndIncrement() % webhooks.size()) : next;
    }

    List<Webhook> webhooks() {
        return webhooks;
    }

    /** Those that got a 2xx. */
    Set<Webhook> accepted() {
        return accepted;
    }

    /** Of every sending that got no 2xx and was repeated: when it was sent, how long it took and what came instead. */
    Collection<String> refusals() {
        return refusals;
    }

    private void sendAll(StripeSender sender) {
        try {
            while (closed.getCount() > 0) {
                if (!permits.tryAcquire(RETRY_MS, TimeUnit.MILLISECONDS)) {
                    continue;
                }
                Webhook next = next();
                if (next == null) {
                    continue;
                }
                while (!accepted(sender, next)) {
                    if (closed.await(RETRY_MS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean accepted(StripeSender sender, Webhook webhook) {
        Instant sent = Instant.now();
        String instead;
        try {
            WebhookPost.Receipt receipt = sender.send(webhook.sample());
            if (receipt.status() / 100 == 2) {
                accepted.add(webhook);
                return true;
            }
            instead = receipt.status() + " " + receipt.body();
        } catch (IOException e) {
            instead = e.toString(); // dead, or died before it answered
        }
        refusals.add("%s + %d ms: %s".formatted(sent, Duration.between(sent, Instant.now()).toMillis(), instead));
        return false;
    }

    @Override
    public void close() throws InterruptedException {
        metronome.shutdownNow();
        closed.countDown();
        for (Thread sender : senders) {
            sender.join();
        }
    }
}
