package com.versaai.hub.delivery.api;

import com.versaai.hub.delivery.deadletter.DeadLetterJobs;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.plan.PlannedWrites;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryQueries.Found;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Health and dead letters for a chat: what a mapping needs for its message, added to the event that asks. No payload and no cause of a
 * letter is among it, which may hold personal data. Bean {@code chatOperations}.
 *
 * <p>The event's {@code data} says who asks ({@code userTeamId} or {@code teamId}, and {@code userId}), as its sender proved.
 */
class ChatOperations {

    private static final int MOST = 10;
    private static final int LONGEST_WHY = 300;
    private static final String TOLD = "told";
    /** Asked again sooner, what was seen is good enough: people can ask as often as they like. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private record Seen(Instant at, List<Map<String, Object>> integrations) {
    }

    private final ChatSettings settings;
    private final Integrations integrations;
    private final DeliveryQueries deliveries;
    private final DeadLetterJobs jobs;
    private final Clock clock;
    private volatile Seen seen = new Seen(Instant.MIN, List.of());

    ChatOperations(ChatSettings settings, Integrations integrations, DeliveryQueries deliveries, DeadLetterJobs jobs, Clock clock) {
        this.settings = settings;
        this.integrations = integrations;
        this.deliveries = deliveries;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Whether who asks is one of {@code hub.chat.operators}. */
    public boolean isOperator(Event event) {
        return settings.operators().contains(who(event));
    }

    /** With the word for who is none, {@code told}. */
    public Event refused(Event event) {
        return event.knowing(Map.of(TOLD, "refused"));
    }

    /** With {@code integrations}: how each destination is. */
    public synchronized Event status(Event event) {
        Instant now = clock.instant();
        if (seen.at.plus(FRESH).isBefore(now)) {
            seen = new Seen(now, integrations.list().stream().map(ChatOperations::told).toList());
        }
        return event.knowing(Map.of("integrations", seen.integrations));
    }

    /** With {@code letters}, the newest ten that are open, and whether there are {@code more}. */
    public Event deadLetters(Event event) {
        List<Found> found = deliveries.list(Filter.dead(null, null, null, null, null, null), MOST + 1, 0);
        return event.knowing(Map.of("letters", found.stream().limit(MOST).map(this::told).toList(), "more", found.size() > MOST));
    }

    /** With the {@code letter} that the event names as {@code letterId}, where it is open. */
    public Event letter(Event event) {
        Found letter = open(event);
        return letter == null ? event : event.knowing(Map.of("letter", told(letter)));
    }

    /** Plans the replay of the letter named as {@code letterId}, for the reason {@code why}; what is {@code told} says how it ended. */
    public Event replay(Exchange exchange) {
        Event event = exchange.getMessage().getBody(Event.class);
        if (!isOperator(event)) {
            return refused(event); // the route asks before; this is where it counts
        }
        Found letter = open(event);
        if (letter == null) {
            return event.knowing(Map.of(TOLD, "gone"));
        }
        if (!jobs.hasRoom()) {
            return event.knowing(Map.of(TOLD, "busy"));
        }
        String by = who(event);
        String why = text(event, "why").replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        String reason = why.length() > LONGEST_WHY ? why.substring(0, LONGEST_WHY) : why;
        PlannedWrites.add(exchange, letter.destination(), "replay", "asked for by " + by,
                jobs.planned(EventId.name("chat replay " + event.id()), Action.REPLAY, letter, by, reason));
        return event.knowing(Map.of(TOLD, "replayed", "letter", told(letter)));
    }

    private Found open(Event event) {
        String id = text(event, "letterId");
        Found found = id.isEmpty() ? null : deliveries.find(id);
        return found == null || found.state() != DeliveryState.DEAD ? null : found;
    }

    private static Map<String, Object> told(Integrations.Integration one) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("destination", one.destination());
        told.put("enabled", one.enabled());
        told.put("circuit", one.circuit().toLowerCase(Locale.ROOT));
        told.put("waiting", one.backlog() + one.parked());
        told.put("deadLetters", one.deadLetters());
        return told;
    }

    private Map<String, Object> told(Found letter) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", letter.deadLetterId());
        told.put("destination", letter.destination());
        told.put("type", letter.type());
        told.put("code", letter.code() == null ? "unknown" : letter.code());
        told.put("minutes", Math.max(0, Duration.between(letter.updatedAt(), clock.instant()).toMinutes()));
        return told;
    }

    /** {@code slack/T0HUB/U0HUB}. */
    private static String who(Event event) {
        String team = text(event, "userTeamId").isEmpty() ? text(event, "teamId") : text(event, "userTeamId");
        return event.source().replaceFirst("^/", "") + '/' + team + '/' + text(event, "userId");
    }

    private static String text(Event event, String field) {
        return event.data() != null && event.data().get(field) instanceof String text ? text : "";
    }
}
