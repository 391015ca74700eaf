package com.versaai.hub.delivery.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.engine.GroupCommit.Write;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.MappingException;
import com.versaai.hub.mapping.Mappings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What an event is to cause: routes add to it, and when the event's route is through all of it is published at once.
 * It computes and calls nobody, so doing it twice gives the same deliveries. Bean {@code deliveryPlan}.
 */
public class DeliveryPlan {

    private static final String PROPERTY = "hub.plan";

    private final Destinations destinations;
    private final Mappings mappings;
    private final ObjectMapper json;
    private final Clock clock;

    public DeliveryPlan(Destinations destinations, Mappings mappings, ObjectMapper json, Clock clock) {
        this.destinations = destinations;
        this.mappings = mappings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * One line of the plan, kept for the timeline.
     *
     * @param deliveryId null when there is nothing to deliver
     * @param why        the reason, in the words of the route or of the mapping
     */
    public record Decision(String destination, String action, String deliveryId, String why) {

        private static final String FAILED = "failed: ";

        /** Its mapping failed. */
        static Decision failed(String destination, String action, String why) {
            return new Decision(destination, action, null, FAILED + why);
        }

        /** What the timeline calls it. */
        public String step() {
            return deliveryId != null ? "routed" : why != null && why.startsWith(FAILED) ? "failed" : "ignored";
        }
    }

    private record Planned(Decision decision, Delivery delivery) {
    }

    /** What one subscriber plans for one event. Mutable, because Camel hands copies of the exchange to kamelets. */
    static final class Plan {
        private final String subscriber;
        private final Instant begun;
        /** A split may work on its items in parallel. */
        private final List<Planned> lines = new CopyOnWriteArrayList<>();
        private final List<Write> writes = new CopyOnWriteArrayList<>();
        private final List<String> unmapped = new CopyOnWriteArrayList<>();
        private final Map<String, Integer> items = new ConcurrentHashMap<>();
        private volatile boolean failed;
        private volatile boolean published;

        Plan(String subscriber, Instant begun) {
            this.subscriber = subscriber;
            this.begun = begun;
        }

        /** Before anything of it is published, so that the timeline shows no attempt before its reason. */
        Instant begun() {
            return begun;
        }

        String subscriber() {
            return subscriber;
        }

        boolean failed() {
            return failed;
        }

        /** Nothing of a plan that failed half way is published. */
        void fail() {
            failed = true;
            lines.clear();
            writes.clear();
            unmapped.clear();
        }

        /** From now on nothing can be added that would still go out. */
        void publish() {
            published = true;
        }

        void add(Planned line) {
            if (published) {
                throw new LatePlanException();
            }
            // Of a split whose one item failed, the others come all the same.
            if (!failed) {
                lines.add(line);
            }
        }

        /** A second item that says the same is another one. */
        String item(String name) {
            int number = items.merge(name, 1, Integer::sum);
            String item = name.substring(name.lastIndexOf('/') + 1);
            return number == 1 ? item : item + '.' + number;
        }

        /** Which deliveries could not be made of the event, and why; the others go out. */
        List<String> unmapped() {
            return unmapped;
        }

        void unmapped(String why) {
            if (!failed) {
                unmapped.add(why);
            }
        }

        void write(String who, String what, String why, Write... more) {
            add(new Planned(new Decision(who, what, null, why), null));
            if (!failed) {
                writes.addAll(List.of(more));
            }
        }

        /** To be written together with the decisions. */
        List<Write> writes() {
            return writes;
        }
    }

    /** Starts an empty plan for the event of this exchange. */
    public void begin(Exchange exchange, String subscriber) {
        exchange.setProperty(PROPERTY, new Plan(subscriber, clock.instant()));
    }

    /**
     * Plans one action: for the event in the body, or, where the body is an object (an item of a split, what a step has set), for the event
     * with this object as its data.
     *
     * @param to     a destination, or a kind of them (crm, analytics): every enabled one
     * @param action names the mapping {@code routes/connectors/<connector>/<action>.jq}
     * @param why    shown in the timeline
     */
    public void add(Exchange exchange, String to, String action, String why) {
        Plan whole = of(exchange);
        PlannedEvent of = PlannedEvent.of(exchange, json);
        Event event = of.event();
        List<String> addressed = destinations.addressed(to);
        if (addressed.isEmpty()) {
            whole.add(new Planned(new Decision(to, action, null, "not enabled"), null));
        }
        for (String destination : addressed) {
            Mappings.Answer answer;
            try {
                answer = answer(destination, action, event);
            } catch (MappingException e) {
                // A mistake for one destination is no fault of the others: RoutingFailures keeps the event for this one.
                whole.unmapped(destination + ": " + e.getMessage());
                whole.add(new Planned(Decision.failed(destination, action, e.getMessage()), null));
                continue;
            }
            Mapped made = answer.mapped();
            Delivery delivery = made == null ? null : Delivery.of(event, destination, action, made.key(), made.object(), made.payload());
            if (delivery != null && of.item() != null) {
                delivery = delivery.ofItem(whole.item(destination + '/' + action + '/' + of.item()));
            }
            String reason = delivery == null ? "nothing to deliver: " + answer.why() : answer.why() == null ? why : why + "; " + answer.why();
            whole.add(new Planned(new Decision(destination, action, delivery == null ? null : delivery.id(), reason), delivery));
        }
    }

    /** Says in the timeline why an action is not planned. */
    public void leaveOut(Exchange exchange, String to, String action, String why) {
        of(exchange).add(new Planned(new Decision(to, action, null, why), null));
    }

    private Mappings.Answer answer(String destination, String action, Event event) {
        Destination to = destinations.get(destination);
        return mappings.answer(to.connector(), to.mappingOf(action), event, to.fieldsOf(action));
    }

    /** The plan as records for Kafka; nothing can be added to it afterwards. */
    public List<Message> records(Exchange exchange) throws JsonProcessingException {
        of(exchange).publish();
        List<Message> records = new ArrayList<>();
        for (Planned planned : of(exchange).lines) {
            if (planned.delivery != null) {
                Delivery delivery = planned.delivery;
                String key = destinations.get(delivery.destination()).queueKey(delivery.payload(), delivery.lane());
                records.add(KafkaRecords.record(exchange, Topics.ofDestination(delivery.destination()), key,
                        json.writeValueAsBytes(delivery)));
            }
        }
        return records;
    }

    /** What could not be mapped, in words; null when everything could. */
    static String unmapped(Exchange exchange) {
        Plan plan = exchange.getProperty(PROPERTY, Plan.class);
        return plan == null || plan.unmapped.isEmpty() ? null : String.join("; ", plan.unmapped);
    }

    static List<PlannedDelivery> planned(Exchange exchange) {
        return of(exchange).lines.stream().map(line -> new PlannedDelivery(line.decision.destination(), line.decision.action(),
                line.decision.why(), line.delivery)).toList();
    }

    /** The decisions, as JSON for the history. */
    String decisions(Exchange exchange) throws JsonProcessingException {
        return json.writeValueAsString(of(exchange).lines.stream().map(Planned::decision).toList());
    }

    static boolean isPlanned(Exchange exchange) {
        return exchange.getProperty(PROPERTY) != null;
    }

    static Plan of(Exchange exchange) {
        Plan plan = exchange.getProperty(PROPERTY, Plan.class);
        if (plan == null) {
            throw new IllegalStateException("no plan on this exchange: it must come from kamelet:hub-event-source");
        }
        return plan;
    }
}
