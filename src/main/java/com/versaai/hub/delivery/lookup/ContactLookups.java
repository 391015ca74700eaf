package com.versaai.hub.delivery.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.versaai.hub.connector.Contact;
import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.ProviderException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Contacts by their address, of a destination that header {@code HubCrm} names. What was answered is kept for a while, what failed never is.
 * An address is a person: it is in no message of an exception, no log line and no metric. Bean {@code contactLookups}.
 */
public class ContactLookups {

    /** Property of an exchange: the destination that is to be asked; absent where the answer is there. */
    static final String ASKS = "hubContactCrm";

    private static final String ASKED = "hubContactQuestion";
    private static final String FAILED = "hubContactProblem";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Set<String> TOO_LATE = Set.of("read_timeout", "connect_timeout", "pool_timeout", "interrupted");

    private final Destinations destinations;
    private final Admission admission;
    private final LookupSettings settings;
    private final FaultClassifier faults;
    private final ObjectMapper json;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Ticker ticker;
    private final Map<String, Cache<String, Known>> known = new ConcurrentHashMap<>();

    ContactLookups(Destinations destinations, Admission admission, LookupSettings settings, FaultClassifier faults, ObjectMapper json, Clock clock,
            MeterRegistry meters) {
        this(destinations, admission, settings, faults, json, clock, meters, Ticker.systemTicker());
    }

    ContactLookups(Destinations destinations, Admission admission, LookupSettings settings, FaultClassifier faults, ObjectMapper json, Clock clock,
            MeterRegistry meters, Ticker ticker) {
        this.destinations = destinations;
        this.admission = admission;
        this.settings = settings;
        this.faults = faults;
        this.json = json;
        this.clock = clock;
        this.meters = meters;
        this.ticker = ticker;
        // Another account may stand behind the name now.
        destinations.onChange(known::clear);
    }

    /** @param asOf when the CRM was asked */
    private record Known(JsonNode contacts, Instant asOf) {
    }

    private record Question(Destination destination, String address, Cache<String, Known> cache, Admission.Permit permit) {
    }

    /**
     * Answers from what is known, or sets the property by which the route asks the destination.
     *
     * @throws ProblemException when there is no such CRM, it can't be asked now, or the address is none
     */
    public void ask(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        exchange.removeProperty(ASKS);
        Destination destination = destination(message.getHeader("HubCrm"));
        String address = address(message.getHeader("HubKey"));
        Cache<String, Known> cache = known.computeIfAbsent(destination.name(), name -> cache());
        if (answered(message, destination, cache.getIfPresent(address))) {
            return;
        }
        Admission.Permit permit;
        try {
            permit = admission.enter(destination);
        } catch (ProblemException e) {
            count(destination, "refused");
            throw e;
        }
        if (answered(message, destination, cache.getIfPresent(address))) {
            // Somebody asked the same while this one waited for its turn.
            permit.answered();
            return;
        }
        exchange.setProperty(ASKED, new Question(destination, address, cache, permit));
        exchange.setProperty(ASKS, destination.name());
    }

    private Destination destination(Object crm) {
        Destination destination = crm instanceof String name ? destinations.all().get(name) : null;
        if (destination == null || destination.contactCall() == null) {
            throw new ProblemException(404, "not-found", "There is no CRM of that name whose contacts can be looked up.", null);
        }
        if (!destination.lacking().isEmpty() || !destination.enabled()) {
            throw new ProblemException(503, "not-configured", "This CRM is not configured, or switched off; the hub's log says what it lacks.", null);
        }
        return destination;
    }

    private static String address(Object email) {
        if (!(email instanceof String text) || !Contact.isAddress(text)) {
            throw new ProblemException(400, "malformed", "email must be given once and be an e-mail address; a plus in it is written %2B.", null,
                    Map.of("parameter", "email"));
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private Cache<String, Known> cache() {
        return Caffeine.newBuilder().maximumSize(settings.entries()).ticker(ticker)
                .expireAfter(Expiry.<String, Known>writing((address, kept) -> kept.contacts().isEmpty() ? settings.unknownFor() : settings.foundFor())).build();
    }

    private boolean answered(Message message, Destination destination, Known known) {
        if (known == null) {
            return false;
        }
        count(destination, "known");
        answer(message, destination, known);
        return true;
    }

    private void answer(Message message, Destination destination, Known known) {
        ObjectNode answer = json.createObjectNode().put("crm", destination.name()).put("asOf", known.asOf().toString());
        answer.set("contacts", known.contacts());
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(answer.toString());
    }

    private void count(Destination destination, String outcome) {
        meters.counter("hub.lookups", "destination", destination.name(), "outcome", outcome).increment();
    }

    /**
     * The destination answered: keeps it, and makes it the body.
     *
     * @throws ProblemException when it didn't, as {@link #failed} has found
     */
    public void found(Exchange exchange) throws IOException {
        if (exchange.removeProperty(FAILED) instanceof ProblemException failed) {
            throw failed;
        }
        Question question = question(exchange);
        question.permit().answered();
        JsonNode contacts = json.readTree(exchange.getMessage().getBody(byte[].class));
        contacts.forEach(contact -> ((ObjectNode) contact).put("crm", question.destination().name()));
        Known now = new Known(contacts, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        question.cache().put(question.address(), now);
        count(question.destination(), contacts.isEmpty() ? "unknown" : "found");
        answer(exchange.getMessage(), question.destination(), now);
    }

    /** The call failed: tells the circuit, and remembers what the caller is told, in words that repeat neither address nor call. */
    public void failed(Exchange exchange) {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Question question = question(exchange);
        Fault fault = faults.classify(question.destination().connector(), thrown).ofRead();
        if (fault.faultClass() == FaultClass.PERMANENT) {
            question.permit().answered();
        } else {
            question.permit().failed(new ProviderException(question.destination().connector(), fault));
        }
        count(question.destination(), fault.faultClass().name().toLowerCase(Locale.ROOT));
        exchange.setProperty(FAILED, problem(fault));
    }

    private static Question question(Exchange exchange) {
        exchange.removeProperty(ASKS);
        return (Question) exchange.removeProperty(ASKED);
    }

    private static ProblemException problem(Fault fault) {
        Map<String, Object> code = Map.of("code", fault.code());
        if (fault.faultClass() == FaultClass.RATE_LIMITED) {
            return new ProblemException(429, "rate-limited", "The CRM takes no more calls for now.", fault.retryAfter() == null ? SOON : fault.retryAfter(), code);
        }
        if (TOO_LATE.contains(fault.code())) {
            return new ProblemException(504, "timeout", "The CRM did not answer in time.", SOON, code);
        }
        if (fault.code().equals("not_configured")) {
            return new ProblemException(503, "not-configured", "This CRM is not configured; the hub's log says what it lacks.", null);
        }
        return fault.faultClass() == FaultClass.PERMANENT ? new ProblemException(502, "provider-refused", "The CRM refused the call.", null, code)
                : new ProblemException(502, "provider-failed", "The CRM failed to answer.", fault.retryAfter() == null ? SOON : fault.retryAfter(), code);
    }
}
