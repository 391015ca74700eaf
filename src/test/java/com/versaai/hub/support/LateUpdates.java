package com.versaai.hub.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.sandbox.SimulatedProvider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A subscription ends at CRMs, and then what happened an hour before arrives; what happens afterwards is heeded again. */
public final class LateUpdates {

    private LateUpdates() {
    }

    /** Through the whole hub, at all of these. */
    public static void changeNothing(Hub hub, SimulatedProvider... crms) {
        String subscription = "sub_" + UUID.randomUUID().toString().replace("-", "");
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.minusSeconds(60);
        all(hub, subscription("customer.subscription.deleted", hub, subscription, end, end), "delivered", crms);
        Map<String, String> ended = states(hub, subscription, crms);

        String late = subscription("customer.subscription.updated", hub, subscription, now.minusSeconds(3600), now.plus(30, ChronoUnit.DAYS));
        all(hub, late, "superseded", crms);
        assertThat(states(hub, subscription, crms)).isEqualTo(ended);
        assertThat(hub.timelineWhen(late, "delivered").path("steps")).filteredOn(step -> step.path("step").asText().equals("superseded"))
                .extracting(step -> step.path("destination").asText()).contains(ended.keySet().toArray(String[]::new));

        all(hub, subscription("customer.subscription.updated", hub, subscription, now, now.plus(40, ChronoUnit.DAYS)), "delivered", crms);
        states(hub, subscription, crms).forEach((crm, state) -> assertThat(state).as("younger at " + crm).isNotEqualTo(ended.get(crm)));
    }

    private static String subscription(String type, Hub hub, String subscription, Instant created, Instant periodEnd) {
        return hub.sendStripe(type, Map.of("objectId", subscription, "customer", "cus_" + subscription.substring(4), "created",
                Long.toString(created.getEpochSecond()), "periodEnd", Long.toString(periodEnd.getEpochSecond())));
    }

    private static void all(Hub hub, String event, String state, SimulatedProvider... crms) {
        for (SimulatedProvider crm : crms) {
            hub.deliveryWhen(event, crm.path(), state);
        }
    }

    /** By CRM, what was written last of the subscription. */
    private static Map<String, String> states(Hub hub, String subscription, SimulatedProvider... crms) {
        Map<String, String> states = new HashMap<>();
        for (SimulatedProvider crm : crms) {
            states.put(crm.path(), hub.simulators().effects().of(crm).stream().filter(effect -> effect.key().contains(subscription)).findFirst().orElseThrow().body());
        }
        return states;
    }
}
