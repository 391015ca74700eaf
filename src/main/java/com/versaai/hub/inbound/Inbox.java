package com.versaai.hub.inbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.InboundMapping.Outcome;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.delivery.deadletter.StoredRequest;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.RepeatedLines;
import com.versaai.hub.event.Event;
import com.versaai.hub.event.EventId;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on stored requests: read, deduplicate, map, remember. Bean {@code inbox}. */
class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);
    private static final String RECEIPT = "hub.receipt";
    private static final String OUTCOME = "hub.mapping.outcome";
    private static final String WHY = "hub.mapping.why";
    private static final String MAPPED_AT = "hub.mapping.at";
    private static final String MAPPING = "hub.mapping";
    /** None of those that make the same event a repetition: after the setting is another one, it may come again. */
    private static final String REFUSED = "refused";
    private static final int LONGEST_TYPE = 120;
    private static final String FETCHING = "hub.mapping.fetching";
    private static final String CONNECTOR = "hub.mapping.connector";
    private static final String READS = "hub.mapping.reads";
    private static final int MOST_READS = 3;

    private final Sources sources;
    private final Receipts receipts;
    private final DeadLetterBox deadLetters;
    private final FaultClassifier faults;
    private final ObjectMapper json;
    private final Clock clock;
    private final MeterRegistry meters;

    Inbox(Sources sources, Receipts receipts, DeadLetterBox deadLetters, FaultClassifier faults, ObjectMapper json, Clock clock,
          MeterRegistry meters) {
        this.sources = sources;
        this.receipts = receipts;
        this.deadLetters = deadLetters;
        this.faults = faults;
        this.json = json;
        this.clock = clock;
        this.meters = meters;
    }

    /** Reads the record; {@code null} body values and foreign records are refused with {@link UnreadableReceiptException}. */
    public void read(Exchange exchange) {
        if (!KafkaRecords.begin(exchange)) {
            return;
        }
        byte[] body = exchange.getMessage().getBody(byte[].class);
        try {
            exchange.setProperty(RECEIPT, Receipt.of(exchange.getMessage().getHeaders(), body == null ? new byte[0] : body));
        } catch (IllegalArgumentException e) {
            throw new UnreadableReceiptException(e.getMessage());
        }
    }

    /**
     * The events of the request: none when the provider sent the same one before, or when it says nothing to the hub.
     *
     * @throws UnmappableException when the provider's object makes no sense
     */
    public List<Event> map(Exchange exchange) {
        Receipt receipt = receipt(exchange);
        if (receipts.seenBefore(receipt, KafkaRecords.location(exchange))) {
            return outcome(exchange, "duplicate", "the provider sent this event before", List.of());
        }
        Source source = source(receipt);
        InboundRequest request = source.request(receipt);
        Admission.Refusal refusal = source.admission().refuses(request.live(), request.account());
        if (refusal != null) {
            return refused(exchange, refusal);
        }
        InboundMapping mapping = source.mapper().map(request);
        // Of a thin event only its mapping knows.
        refusal = source.admission().refuses(request.live(), mapping.account());
        if (refusal != null) {
            return refused(exchange, refusal);
        }
        exchange.setProperty(MAPPING, mapping);
        return outcome(exchange, mapping.outcome().reason(), mapping.why(), mapping.events());
    }

    private List<Event> refused(Exchange exchange, Admission.Refusal refusal) {
        meters.counter("hub.webhooks.refused", "source", receipt(exchange).source(), "reason", refusal.reason()).increment();
        return outcome(exchange, REFUSED, refusal.why(), List.of());
    }

    private Source source(Receipt receipt) {
        Source source = sources.get(receipt.source());
        if (source == null) {
            throw new UnmappableException(receipt.source(), receipt.providerEventId(), receipt.type(), "source",
                    "is none of the hub's: its connector is gone; bring it back and replay this");
        }
        return source;
    }

    /** Whether the event is thin and of that connector, whose kamelet must read the object it names. */
    public boolean needsObjectOf(Exchange exchange, String connector) {
        InboundMapping mapping = exchange.getProperty(MAPPING, InboundMapping.class);
        return mapping != null && mapping.outcome() == Outcome.NEEDS_OBJECT && source(receipt(exchange)).connector().equals(connector);
    }

    /** Says what is to be read; until {@link #mapFetched} a failure is the provider's. */
    public void fetch(Exchange exchange) {
        InboundMapping mapping = exchange.getProperty(MAPPING, InboundMapping.class);
        exchange.setProperty(FETCHING, true);
        exchange.setProperty(CONNECTOR, source(receipt(exchange)).connector());
        exchange.getMessage().setHeader("HubPath", mapping.fetch());
        exchange.getMessage().setHeader("HubContext", mapping.account());
    }

    /**
     * Whether the object is to be read again: three times at most, and never where the fault stays. Camel's own count of redeliveries
     * is a header, and the kamelet removes all headers: it would begin anew for ever.
     */
    public boolean readsAgain(Exchange exchange) {
        return reads(exchange) < MOST_READS && faults.classify(connector(exchange), KafkaRecords.failure(exchange)).faultClass() != FaultClass.PERMANENT;
    }

    /** For the error policy: the object is read again now. */
    void readAgain(Exchange exchange) {
        exchange.setProperty(READS, reads(exchange) + 1);
    }

    private static int reads(Exchange exchange) {
        return exchange.getProperty(READS, 1, int.class);
    }

    /** Whether what was thrown came from reading the object. */
    public boolean isFetching(Exchange exchange) {
        return exchange.getProperty(FETCHING, false, boolean.class);
    }

    /**
     * The events of a thin event and its object, which is the body.
     *
     * @throws UnmappableException when the object makes no sense
     */
    public List<Event> mapFetched(Exchange exchange) {
        exchange.removeProperty(FETCHING);
        Receipt receipt = receipt(exchange);
        Source source = source(receipt);
        byte[] object = exchange.getMessage().getBody(byte[].class);
        if (object == null) {
            throw new UnmappableException(receipt.source(), receipt.providerEventId(), receipt.type(), "the object it names",
                    "was read and is empty; the kamelet that reads for " + source.connector() + " has to check what it gets");
        }
        InboundMapping mapping = source.mapper().map(source.request(receipt), object);
        return outcome(exchange, mapping.outcome().reason(), mapping.why(), mapping.events());
    }

    private List<Event> outcome(Exchange exchange, String outcome, String said, List<Event> mapped) {
        String editor = receipt(exchange).editedBy();
        List<Event> events = editor == null ? mapped : mapped.stream().map(event -> event.editedBy(editor)).toList();
        String edited = "edited by " + editor + " after its signature was checked";
        String why = editor == null ? said : said == null ? edited : said + "; " + edited;
        exchange.setProperty(OUTCOME, outcome);
        exchange.setProperty(MAPPED_AT, clock.instant());
        exchange.removeProperty(WHY); // setting null would keep the earlier one
        if (why != null) {
            exchange.setProperty(WHY, why);
        }
        exchange.setProperty("hub.mapping.events", events);
        return events;
    }

    /** Remembers the request and what became of it, after its events are published; its offset waits for that. */
    public void record(Exchange exchange) throws JsonProcessingException {
        @SuppressWarnings("unchecked")
        List<Event> events = exchange.getProperty("hub.mapping.events", List.class);
        String outcome = exchange.getProperty(OUTCOME, String.class);
        // Sent again, or replayed after the mapping is mended, all of it is mapped anew: equal ids make that harmless.
        boolean partial = Outcome.PARTIAL.reason().equals(outcome);
        if (partial) {
            letter(exchange, exchange.getProperty(WHY, String.class));
        }
        meters.counter("hub.webhooks.mapped", "source", receipt(exchange).source(), "outcome", outcome).increment();
        KafkaRecords.awaits(exchange, receipts.record(receipt(exchange), KafkaRecords.location(exchange), outcome,
                exchange.getProperty(WHY, String.class), exchange.getProperty(MAPPED_AT, Instant.class),
                events.stream().map(Event::id).toList(), partial ? null : letterId(exchange)));
    }

    /** Whether what was thrown lies in the request, so that reading it again cannot help. */
    public boolean ofMapping(Exchange exchange) {
        return isFetching(exchange) || fault(exchange) != null;
    }

    /** Keeps a request that cannot be mapped as a dead letter. */
    public void keep(Exchange exchange) throws JsonProcessingException {
        String fault = isFetching(exchange) ? unreadObject(exchange) : fault(exchange).getMessage();
        letter(exchange, fault);
        Receipt receipt = receipt(exchange);
        if (receipt != null) {
            KafkaRecords.awaits(exchange, receipts.record(receipt, KafkaRecords.location(exchange), "failed", fault, clock.instant(), List.of(), null));
        }
    }

    private void letter(Exchange exchange, String fault) throws JsonProcessingException {
        String location = KafkaRecords.location(exchange);
        Receipt receipt = receipt(exchange);
        String eventId = receipt == null || receipt.providerEventId() == null ? "unknown" : receipt.providerEventId();
        Map<String, Object> headers = receipt == null ? new HashMap<>() : new HashMap<>(receipt.toRecordHeaders());
        byte[] body = receipt == null ? exchange.getMessage().getBody(byte[].class) : receipt.body();
        if (KafkaRecords.key(exchange) != null) {
            headers.put(StoredRequest.KEY, KafkaRecords.key(exchange));
        }
        // What is no stored request cannot be mapped however often it is read: event id unknown means that nobody replays it.
        String id = deadLetters.keep(new DeadLetterBox.Letter(letterId(exchange), DeadLetterBox.INBOX, "inbox-map",
                receipt == null ? "unknown" : DeadLetterBox.INBOX, type(receipt), eventId,
                receipt == null ? null : receipt.receivedAt(), json.valueToTree(new StoredRequest(headers, body)), "mapping_failed",
                fault, location));
        LINES.warn("requests of type " + type(receipt) + " that could not be mapped", location,
                "Request {} ({}) could not be mapped: {}. Mend the mapping and replay dead letter {}.", location, eventId, fault, id);
    }

    /** A replay lies elsewhere in the inbox but is the same letter: the sender's own id names it, or else its content. */
    private static String letterId(Exchange exchange) {
        Receipt receipt = receipt(exchange);
        if (receipt == null) {
            return DeadLetterBox.INBOX + '/' + KafkaRecords.location(exchange) + "/map";
        }
        String name = receipt.providerEventId() != null && receipt.providerEventId().matches("[\\w.:-]{1,200}")
                ? receipt.providerEventId() : EventId.name(receipt.providerEventId() + '\n' + new String(receipt.body(), StandardCharsets.ISO_8859_1));
        return DeadLetterBox.INBOX + '/' + receipt.source() + '/' + name + "/map";
    }

    private static String type(Receipt receipt) {
        String type = receipt == null || receipt.type() == null ? "unknown" : receipt.type();
        return type.length() > LONGEST_TYPE ? type.substring(0, LONGEST_TYPE) : type;
    }

    private String unreadObject(Exchange exchange) {
        Fault fault = faults.classify(connector(exchange), KafkaRecords.failure(exchange));
        return "the object of a thin event could not be read: " + fault.code() + ", " + fault.message();
    }

    private static String connector(Exchange exchange) {
        return exchange.getProperty(CONNECTOR, String.class);
    }

    private static Throwable fault(Exchange exchange) {
        Throwable thrown = KafkaRecords.failure(exchange);
        Throwable mapping = ObjectHelper.getException(UnmappableException.class, thrown);
        Throwable malformed = mapping != null ? mapping : ObjectHelper.getException(MalformedBodyException.class, thrown);
        return malformed != null ? malformed : ObjectHelper.getException(UnreadableReceiptException.class, thrown);
    }

    private static Receipt receipt(Exchange exchange) {
        return exchange.getProperty(RECEIPT, Receipt.class);
    }
}
