package com.versaai.hub.connector.stripe;

import com.versaai.hub.event.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The outer part of a Stripe event, of a snapshot and of a thin one alike.
 *
 * @param root     the whole event
 * @param id       {@code evt_…}
 * @param type     of a thin event about a v1 object without its {@code v1.} prefix
 * @param created  Stripe's own time
 * @param account  connected account, null for our own
 * @param thin     whether the event carries no object
 * @param object   the object it tells about; absent in a thin event
 * @param previous previous values of the attributes that changed; absent unless Stripe tells them
 */
record StripeEnvelope(StripeObject root, String id, String type, Instant created, String account, boolean thin,
        StripeObject object, StripeObject previous) {

    static final String SOURCE = "/stripe";
    private static final String THIN = "v2.core.event";

    static StripeEnvelope of(StripeObject root) {
        String id = root.requiredText("id");
        String type = root.requiredText("type");
        boolean thin = THIN.equals(root.text("object"));
        StripeObject data = thin ? root.absent() : root.object("data");
        return new StripeEnvelope(root, id, thin && type.startsWith("v1.") ? type.substring(3) : type,
                thin ? isoTime(root) : secondsTime(root), root.text(thin ? "context" : "account"), thin,
                data.object("object"), data.object("previous_attributes"));
    }

    /** The same event with the object that was fetched for it. */
    StripeEnvelope with(StripeObject fetched) {
        return new StripeEnvelope(root, id, type, created, account, thin, fetched, previous);
    }

    /** The object, which must be there and, where it says what it is, must be what the event's type promises. */
    StripeObject object(String kind) {
        if (!object.isPresent()) {
            throw root.wrong("data.object", "is missing");
        }
        String actual = object.text("object");
        if (actual != null && !actual.equals(kind)) {
            throw object.wrong("object", "is not " + kind);
        }
        return object;
    }

    /**
     * A hub event about this one. One of a connected account says so, and whatever it names is that account's: its subject is
     * {@code acct_…/cus_…}, and its tenant is the account, whose owner writes the metadata.
     *
     * @param customer subject; without one the object's id keeps the order
     * @param metadata Stripe's {@code metadata}, for correlation and tenant; may be absent
     */
    Event event(String hubType, String customer, StripeObject metadata, Map<String, Object> data) {
        String subject = customer != null ? customer : object.id("id") != null ? object.id("id") : id;
        Map<String, Object> said = new LinkedHashMap<>(data);
        if (account != null) {
            said.put("connectedAccount", account);
        }
        return Event.of(SOURCE, id, hubType, account == null ? subject : account + '/' + subject, created, Collections.unmodifiableMap(said))
                .correlatedBy(metadata.text("correlation_id"))
                .within(account == null ? metadata.text("tenant") : account, null);
    }

    private static Instant secondsTime(StripeObject root) {
        Instant created = root.instant("created");
        if (created == null) {
            throw root.wrong("created", "is missing");
        }
        return created;
    }

    private static Instant isoTime(StripeObject root) {
        try {
            return root.inRange("created", Instant.parse(root.requiredText("created")));
        } catch (DateTimeException e) {
            throw root.wrong("created", "is no ISO 8601 time");
        }
    }
}
