package com.versaai.hub.delivery.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.delivery.deadletter.DeadLetters;
import com.versaai.hub.delivery.deadletter.EditRules.Editor;
import com.versaai.hub.delivery.deadletter.NotReplayableException;
import com.versaai.hub.delivery.deadletter.SignedPayloadException;
import com.versaai.hub.delivery.deadletter.UnfitPayloadException;
import com.versaai.hub.delivery.record.Attempt;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryQueries.Found;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.gateway.Caller;
import com.versaai.hub.gateway.JsonRequests;
import com.versaai.hub.gateway.PathId;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.inbound.load.LoadView;
import com.versaai.hub.gateway.Scope;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;

/** The operations of {@code openapi/hub.yaml} about deliveries and dead letters. Bean {@code operations}. */
class DeliveryApi {

    private final Timelines timelines;
    private final DeliveryQueries deliveries;
    private final DeadLetters deadLetters;
    private final Integrations integrations;
    private final Streams streams;
    private final JsonRequests json = new JsonRequests();
    private final Clock clock;

    DeliveryApi(Timelines timelines, DeliveryQueries deliveries, DeadLetters deadLetters, Integrations integrations, Streams streams, Clock clock) {
        this.timelines = timelines;
        this.deliveries = deliveries;
        this.deadLetters = deadLetters;
        this.integrations = integrations;
        this.streams = streams;
        this.clock = clock;
    }

    /** One page of a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<?> items, String next) {
    }

    /** The contract's list of integrations. */
    record IntegrationsView(List<Integrations.Integration> items, List<Streams.FeedView> feeds, List<LoadView> loads) {
    }

    /** The contract's Delivery. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeliveryView(String deliveryId, String eventId, String type, String destination, String action, String state, int attempts,
                        Instant updated, Instant nextAttempt, Integer lastStatus, String lastError) {
    }

    /** The contract's DeadLetter, with its details where one is looked at. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeadLetterView(String id, String deliveryId, String eventId, String type, String destination, String action,
                          @com.fasterxml.jackson.annotation.JsonProperty("class") String faultClass, String code, String state,
                          int attempts, Instant created, Instant updated, JsonNode payload, Map<String, String> headers, String cause,
                          List<Attempt> history) {
    }

    /** States as the contract names them. */
    enum State { PENDING, DELIVERED, PARKED, DEAD, DISCARDED, SUPERSEDED }

    public Object timeline(Exchange exchange) {
        return timelines.of(PathId.of(exchange, "id")).orElseThrow(() -> notFound("No event is known by this id."));
    }

    public Object listDeliveries(Exchange exchange) {
        Query query = new Query(exchange.getMessage());
        State state = query.oneOf("state", State.class);
        Instant since = query.instant("since");
        Instant until = query.instant("until");
        Query.inOrder("until", since, until, "must lie after since");
        Filter filter = new Filter(query.text("destination"), query.text("type"), states(state), null, null, query.text("event"), since, until);
        List<Found> found = deliveries.list(filter, query.limit() + 1, query.offset());
        return page(query, found.stream().map(DeliveryApi::view).toList());
    }

    public Object listDeadLetters(Exchange exchange) {
        Query query = new Query(exchange.getMessage());
        Map<String, String> conditions = new HashMap<>();
        DeadLetterJobsApi.CONDITIONS.forEach(name -> conditions.put(name, query.text(name)));
        Filter filter = DeadLetterJobsApi.filter(conditions, clock.instant());
        List<Found> found = deliveries.list(filter, query.limit() + 1, query.offset());
        return page(query, found.stream().map(letter -> view(letter, false)).toList());
    }

    public Object getDeadLetter(Exchange exchange) {
        return view(letter(exchange), true);
    }

    public Object editDeadLetter(Exchange exchange) throws IOException {
        Found letter = letter(exchange);
        JsonNode payload = json.body(exchange);
        boolean mayForge = Caller.of(exchange).may(Scope.DEAD_LETTERS_FORGE);
        try {
            settled(deadLetters.edit(letter, payload, new Editor(operator(exchange), mayForge)));
        } catch (SignedPayloadException e) {
            throw new ProblemException(403, "forbidden", e.getMessage() + " That needs the scope dead-letters:forge.", null,
                    Map.of("scope", Scope.DEAD_LETTERS_FORGE.label()));
        } catch (UnfitPayloadException e) {
            throw new ProblemException(400, "malformed", e.getMessage(), null);
        } catch (NotReplayableException e) {
            throw conflict(e.getMessage());
        }
        return view(deliveries.find(letter.id()), true);
    }

    public Object replayDeadLetter(Exchange exchange) throws IOException {
        Found letter = letter(exchange);
        try {
            settled(deadLetters.replay(letter, operator(exchange)));
        } catch (NotReplayableException | UnfitPayloadException e) {
            throw conflict(e.getMessage());
        }
        return view(deliveries.find(letter.id()), false);
    }

    public Object discardDeadLetter(Exchange exchange) {
        Found letter = letter(exchange);
        settled(deadLetters.discard(letter, operator(exchange)));
        return view(deliveries.find(letter.id()), false);
    }

    public Object listIntegrations() {
        return new IntegrationsView(integrations.list(), streams.feeds(), streams.loads());
    }

    private Found letter(Exchange exchange) {
        Found found = deliveries.find(PathId.of(exchange, "id"));
        if (found == null) {
            throw notFound("There is no dead letter by this id.");
        }
        return found;
    }

    private static Page page(Query query, List<?> oneMore) {
        boolean more = oneMore.size() > query.limit();
        return new Page(more ? oneMore.subList(0, query.limit()) : oneMore,
                more ? Integer.toString(query.offset() + query.limit()) : null);
    }

    private static List<DeliveryState> states(State state) {
        if (state == null) {
            return null;
        }
        return state == State.PENDING ? List.of(DeliveryState.CLAIMED, DeliveryState.WAITING, DeliveryState.QUEUED)
                : List.of(DeliveryState.valueOf(state.name()));
    }

    private static DeliveryView view(Found found) {
        String state = switch (found.state()) {
            case CLAIMED, WAITING, QUEUED -> "pending";
            default -> found.state().column();
        };
        return new DeliveryView(found.id(), event(found), found.type(), found.destination(), found.action(), state, found.attempts(),
                found.updatedAt(), found.nextAttemptAt(), found.status(), found.code());
    }

    private DeadLetterView view(Found found, boolean details) {
        String state = switch (found.state()) {
            case DEAD -> "open";
            case DELIVERED, DISCARDED, SUPERSEDED -> found.state().column();
            default -> "replaying";
        };
        return new DeadLetterView(found.deadLetterId(), found.id(), event(found), found.type(), found.destination(), found.action(),
                found.faultClass() == null ? null : found.faultClass().toUpperCase(Locale.ROOT), found.code(), state, found.attempts(),
                found.createdAt(), found.updatedAt(), details ? deadLetters.payload(found) : null,
                details ? deadLetters.headers(found) : null, found.message(), details ? deliveries.attempts(found.id()) : null);
    }

    /** By which its timeline is found: of a request that could not be mapped the sender's, for the hub has made no event of it. */
    private static String event(Found found) {
        return DeadLetterBox.INBOX.equals(found.destination()) && found.subject() != null ? found.subject() : found.eventId();
    }

    static String operator(Exchange exchange) {
        return exchange.getProperty("hub.caller", String.class);
    }

    private static void settled(boolean changed) {
        if (!changed) {
            throw conflict("This dead letter is no longer open.");
        }
    }

    static ProblemException notFound(String detail) {
        return new ProblemException(404, "not-found", detail, null);
    }

    static ProblemException conflict(String detail) {
        return new ProblemException(409, "conflict", detail, null);
    }
}
