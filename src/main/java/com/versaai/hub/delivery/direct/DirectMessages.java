package com.versaai.hub.delivery.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.direct.DirectCalls.Call;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.StoppingException;
import com.versaai.hub.event.Event;
import com.versaai.hub.gateway.Caller;
import com.versaai.hub.gateway.JsonRequests;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * A message that the product posts and whose {@code ts} it waits for: {@code accept}, the call, then {@code answered} or {@code failed}, and
 * {@code write}. Sent at most once per caller and key. Bean {@code directMessages}.
 */
class DirectMessages {

    private static final Logger LOG = LoggerFactory.getLogger(DirectMessages.class);
    private static final String DESTINATION = "slack";
    private static final String ACTION = "message";
    private static final String KEY = "Idempotency-Key";
    /** Visible ASCII: what a header can hold without being read in two ways. */
    private static final Pattern KEYS = Pattern.compile("[\\x21-\\x7e]{1,255}");
    /** For a channel's turn; the caller waits meanwhile. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(2);
    private static final String PASS = "hubDirect";

    /** A channel's permit, out of the same bucket as that of deliveries. */
    interface Permits {
        /** False when there is none within that time. */
        boolean take(String destination, JsonNode payload, Duration most) throws Exception;
    }

    /** One request on its way; mutable, since Camel's steps share the exchange only. */
    private static final class Pass {
        private final String id;
        private final String channel;
        private final CircuitBreaker circuit;
        private final long begun = System.nanoTime();
        private ProblemException problem;

        Pass(String id, String channel, CircuitBreaker circuit) {
            this.id = id;
            this.channel = channel;
            this.circuit = circuit;
        }

        long took() {
            return System.nanoTime() - begun;
        }
    }

    private final DirectSettings settings;
    private final Destinations destinations;
    private final Mappings mappings;
    private final Permits permits;
    private final Function<String, CircuitBreaker> circuits;
    private final FaultClassifier faults;
    private final DirectCalls calls;
    private final Clock clock;
    private final JsonRequests json = new JsonRequests();

    DirectMessages(DirectSettings settings, Destinations destinations, Mappings mappings, Permits permits, Function<String, CircuitBreaker> circuits,
                   FaultClassifier faults, DirectCalls calls, Clock clock) {
        this.settings = settings;
        this.destinations = destinations;
        this.mappings = mappings;
        this.permits = permits;
        this.circuits = circuits;
        this.faults = faults;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Where there is a call to make, the body is its payload, the key is claimed, and the property {@code hubDirect} is set. Where it was made
     * before, the body is that answer. No predicate: Camel gives one a copy of the exchange, and what it changes is lost.
     *
     * @throws ProblemException when it must not be made
     */
    public void accept(Exchange exchange) throws Exception {
        String key = key(exchange.getMessage());
        MessageRequest asked = MessageRequest.of(json.object(exchange));
        if (!settings.channels().contains(asked.channel())) {
            throw DirectProblems.notAllowed();
        }
        String id = DirectCalls.id(Caller.of(exchange).name(), key);
        if (replayed(exchange, id, asked.hash())) {
            return;
        }
        Destination destination = destinations.get(DESTINATION);
        if (!destination.enabled()) {
            throw DirectProblems.notConfigured();
        }
        JsonNode payload = payload(destination, asked);
        CircuitBreaker circuit = turn(destination, payload);
        boolean claimed = false;
        try {
            // Nothing between this and the call: a claim without a call would be taken for a call in doubt.
            claimed = calls.claim(id, asked.hash());
        } finally {
            if (!claimed) {
                circuit.releasePermission();
            }
        }
        if (!claimed) {
            if (replayed(exchange, id, asked.hash())) {
                return;
            }
            throw DirectProblems.underWay(); // and failed meanwhile: the next request may
        }
        exchange.setProperty(PASS, new Pass(id, asked.channel(), circuit));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(Payload.bytes(payload));
    }

    private static String key(Message message) {
        if (!(message.getHeader(KEY) instanceof String key) || !KEYS.matcher(key).matches()) {
            throw new ProblemException(400, "malformed", "Send one " + KEY + " of 1 to 255 visible ASCII characters, a new one for each message.", null,
                    Map.of("header", KEY));
        }
        return key;
    }

    /** Whether the same was done before; the body is then its answer. */
    private boolean replayed(Exchange exchange, String id, String hash) {
        Optional<Call> found = calls.find(id);
        if (found.isEmpty()) {
            return false;
        }
        Call call = found.get();
        if (!call.bodyHash().equals(hash)) {
            throw DirectProblems.keyReused();
        }
        switch (call.state()) {
            case DONE -> {
                exchange.getMessage().removeHeaders("*");
                exchange.getMessage().setBody(call.answer().getBytes(StandardCharsets.UTF_8));
                exchange.getMessage().setHeader("Idempotent-Replayed", "true");
            }
            case DOUBT -> throw DirectProblems.inDoubt();
            default -> throw call.leaseUntil().isAfter(clock.instant()) ? DirectProblems.underWay() : DirectProblems.inDoubt();
        }
        return true;
    }

    private JsonNode payload(Destination destination, MessageRequest asked) {
        Mapped made = mappings.answer(destination.connector(), destination.mappingOf(ACTION),
                Event.own("slack.message.asked", asked.channel(), clock.instant(), asked.data()), destination.fieldsOf(ACTION)).mapped();
        if (made == null) {
            throw MessageRequest.malformed("The text holds nothing that can be shown.", "/text");
        }
        ObjectNode payload = (ObjectNode) made.payload().deepCopy();
        if (asked.threadTs() != null) {
            payload.put("thread_ts", asked.threadTs());
        }
        if (asked.blocks() != null) {
            payload.set("blocks", asked.blocks());
        }
        return payload;
    }

    /** Waits for the channel's turn and enters the circuit, which is to be left again. */
    private CircuitBreaker turn(Destination destination, JsonNode payload) throws Exception {
        try {
            if (!permits.take(DESTINATION, payload, LONGEST_TURN)) {
                throw DirectProblems.limited(LONGEST_TURN);
            }
        } catch (StoppingException e) {
            throw new ProblemException(503, "unavailable", "The hub is stopping; nothing was sent.", LONGEST_TURN);
        }
        CircuitBreaker circuit = circuits.apply(DESTINATION);
        if (!circuit.tryAcquirePermission()) {
            throw DirectProblems.paused(destination.policy().circuit().openFor());
        }
        return circuit;
    }

    /** The provider took it: the body is the caller's answer. Nothing where it has {@link #failed}. */
    public void answered(Exchange exchange) {
        Pass pass = exchange.getProperty(PASS, Pass.class);
        if (pass.problem != null) {
            return;
        }
        ObjectNode given = Payload.of(DESTINATION, exchange.getMessage());
        ObjectNode answer = Payload.object().put("channel", given.path("channel").asText(pass.channel)).put("ts", given.path("ts").asText());
        byte[] bytes = Payload.bytes(answer);
        pass.circuit.onSuccess(pass.took(), TimeUnit.NANOSECONDS);
        written(() -> calls.done(pass.id, new String(bytes, StandardCharsets.UTF_8)));
        exchange.getMessage().setBody(bytes);
    }

    /** The call threw: frees the key where nothing can have happened. The policy goes on after it, so {@code write} throws it. */
    public void failed(Exchange exchange) {
        Pass pass = exchange.getProperty(PASS, Pass.class);
        Throwable thrown = KafkaRecords.failure(exchange);
        Fault fault = faults.classify(destinations.get(DESTINATION).connector(), thrown);
        if (fault.faultClass() == FaultClass.PERMANENT) {
            pass.circuit.onSuccess(pass.took(), TimeUnit.NANOSECONDS);
        } else {
            pass.circuit.onError(pass.took(), TimeUnit.NANOSECONDS, thrown);
        }
        if (DirectProblems.inDoubt(fault)) {
            LOG.warn("A message that {} waits for is in doubt: {} {}", Caller.of(exchange).name(), fault.code(), fault.message());
            written(() -> calls.doubt(pass.id));
        } else {
            written(() -> calls.release(pass.id));
        }
        pass.problem = DirectProblems.of(fault);
    }

    /** What can't be written down leaves the claim, after which nothing is sent under this key. The caller is told what is known. */
    private static void written(Runnable write) {
        try {
            write.run();
        } catch (DataAccessException e) {
            LOG.warn("The outcome of a message could not be written down ({}): under its key nothing is sent any more", e.getClass().getSimpleName());
        }
    }

    /** The answer, as JSON. */
    public void write(Exchange exchange) {
        Pass pass = exchange.getProperty(PASS, Pass.class);
        if (pass != null && pass.problem != null) {
            throw pass.problem;
        }
        Message message = exchange.getMessage();
        Object replayed = message.getHeader("Idempotent-Replayed");
        message.removeHeaders("*");
        if (pass == null && replayed != null) {
            message.setHeader("Idempotent-Replayed", replayed);
        }
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
    }
}
