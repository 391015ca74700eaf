package com.versaai.hub.inbound;

import com.versaai.hub.connector.InboundMapper;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.engine.TopicReader;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.event.Event;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.verification.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a request would become; and what other texts of inbound mappings would make of requests that have been. Bean {@code inboundTrials}. */
public class InboundTrials {

    private final Sources sources;
    private final Mappings mappings;
    private final TopicReader topics;
    private final HeaderFilterStrategy border;
    private final Clock clock;

    InboundTrials(Sources sources, Mappings mappings, TopicReader topics, HeaderFilterStrategy border, Clock clock) {
        this.sources = sources;
        this.mappings = mappings;
        this.topics = topics;
        this.border = border;
        this.clock = clock;
    }

    /** The names of those that a request can be shown for. */
    public Set<String> sources() {
        return sources.all().keySet();
    }

    /**
     * What a request would become; nothing is stored or published.
     *
     * @param id      the sender's, null for none
     * @param type    likewise
     * @param outcome {@code refused} at the door, {@code failed} where it would be a dead letter, else of {@link InboundMapping.Outcome}
     * @param why     null when all of it could be mapped
     * @param reads   path of the object that would be read at the provider first, null for none
     */
    public record Shown(String source, String id, String type, String outcome, String why, String reads, List<Event> events) {
    }

    /**
     * Takes a request as if its sender had proved itself, with those headers that would get in.
     *
     * @param name    one of {@link #sources}
     * @param headers by name in whatever case
     * @param object  what the provider would answer where it is asked for an object; null for nothing
     */
    public Shown shown(String name, Map<String, String> headers, byte[] body, byte[] object) {
        Source source = sources.get(name);
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((header, value) -> all.put(header.toLowerCase(Locale.ROOT), List.of(value)));
        Source.Outline outline;
        try {
            outline = source.outline(all, body);
        } catch (MalformedBodyException e) {
            return new Shown(name, null, null, "refused", e.getMessage(), null, List.of());
        }
        all.keySet().removeIf(header -> !source.words().headers().contains(header) && border.applyFilterToExternalHeaders(header, "", null));
        if (!source.verification().scheme().signs()) {
            all.keySet().removeAll(source.words().proof());
        }
        InboundRequest request = source.request(new Receipt(name, clock.instant(), "POST", "/webhooks/" + name, null, all, body, Verdict.OK, outline.id(),
                outline.type(), null));
        try {
            InboundMapping mapping = source.mapper().map(request);
            String reads = mapping.fetch();
            if (reads != null && object != null) {
                mapping = source.mapper().map(request, object);
            }
            return new Shown(name, outline.id(), outline.type(), mapping.outcome().reason(), mapping.why(), reads, mapping.events());
        } catch (UnmappableException | MalformedBodyException e) {
            return new Shown(name, outline.id(), outline.type(), "failed", e.getMessage(), null, List.of());
        }
    }

    /**
     * One request, mapped both ways.
     *
     * @param id    the sender's, null for none
     * @param error null when all of it could be mapped
     */
    public record Compared(String source, String id, String type, Made before, Made after) {
    }

    /** What was made of a request. */
    public record Made(List<Event> events, String error) {
    }

    /**
     * Reads requests and maps them; nothing is published.
     *
     * @param texts   candidate texts, {@code <connector>/inbound.jq}; those of outgoing mappings are left alone
     * @param type    only requests that the sender calls so, or that become events of that type; null for all
     * @param limit   most requests
     * @param longest how long the reading may take
     * @throws com.versaai.hub.mapping.MappingException when a text does not compile
     */
    public List<Compared> compared(Map<String, String> texts, Instant since, String type, int limit, Duration longest) {
        Map<String, Source> tried = new HashMap<>();
        Map<String, String> inbound = new HashMap<>();
        sources.all().forEach((name, source) -> {
            if (source.mapper() instanceof JqInbound mapper && texts.containsKey(mapper.path())) {
                tried.put(name, source);
                inbound.put(mapper.path(), texts.get(mapper.path()));
            }
        });
        if (tried.isEmpty()) {
            return List.of();
        }
        Mappings candidates = mappings.with(inbound);
        return topics.records(List.of(Topics.INBOX), since, record -> {
            Receipt receipt = receipt(record);
            Source source = receipt == null ? null : tried.get(receipt.source());
            return source == null ? null : compared(source, receipt, candidates, type);
        }, limit, longest);
    }

    private static Compared compared(Source source, Receipt receipt, Mappings candidates, String type) {
        Made before = made(source, receipt, source.mapper());
        Made after = made(source, receipt, ((JqInbound) source.mapper()).with(candidates));
        boolean wanted = type == null || type.equals(receipt.type())
                || Stream.of(before, after).flatMap(made -> made.events().stream()).anyMatch(event -> event.type().equals(type));
        return wanted ? new Compared(source.name(), receipt.providerEventId(), receipt.type(), before, after) : null;
    }

    private static Made made(Source source, Receipt receipt, InboundMapper mapper) {
        try {
            InboundMapping mapping = mapper.map(source.request(receipt));
            return new Made(mapping.events(), mapping.outcome() == InboundMapping.Outcome.PARTIAL ? mapping.why() : null);
        } catch (UnmappableException | MalformedBodyException e) {
            return new Made(List.of(), e.getMessage());
        }
    }

    private static Receipt receipt(ConsumerRecord<String, byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), header.value()));
        try {
            return Receipt.of(headers, record.value());
        } catch (IllegalArgumentException e) {
            return null; // no stored request: the inbox keeps it as a dead letter
        }
    }
}
