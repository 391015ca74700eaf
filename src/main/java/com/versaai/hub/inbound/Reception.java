package com.versaai.hub.inbound;

import com.versaai.hub.connector.Manifest;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.gateway.RequestBytes;
import com.versaai.hub.gateway.RequestHeaders;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.verification.SignedRequest;
import com.versaai.hub.verification.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** Turns a verified request into the record that is stored. It asks nobody: the answer must not wait. Bean {@code reception}. */
class Reception {

    private static final Duration RETRY_LATER = Duration.ofMinutes(1);
    private static final String SOURCE = "source";
    /** What the path says: no headers of the sender's. */
    private static final Set<String> PATH_WORDS = Set.of(SOURCE, "door");
    private static final String RECEIPT = "hub.received";

    private final Sources sources;
    private final RequestBytes bytes;
    private final RequestHeaders requestHeaders;
    private final Clock clock;
    private final MeterRegistry meters;
    private final DoorAnswers answers;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    Reception(Sources sources, RequestBytes bytes, RequestHeaders requestHeaders, DoorAnswers answers, Clock clock, MeterRegistry meters) {
        this.sources = sources;
        this.bytes = bytes;
        this.requestHeaders = requestHeaders;
        this.answers = answers;
        this.clock = clock;
        this.meters = meters;
    }

    /** @throws ProblemException 404: the path names no source */
    public void nobody() {
        throw new ProblemException(404, "not-found", "The hub takes nothing at this path.", null);
    }

    /**
     * Verifies the request and makes it the record for {@code hub.inbox}: exact bytes as body, {@code hub-*} headers, as key what
     * the event is about.
     *
     * @throws ProblemException 401 when the sender does not prove itself, 400 when the body is no JSON
     */
    public void verify(Exchange exchange, String name) {
        Source source = sources.get(name);
        if (source == null) {
            // Its connector went while its route still runs.
            throw new ProblemException(404, "not-found", "The hub takes nothing at this path any more.", null);
        }
        byte[] body = bytes.of(exchange);
        Message message = exchange.getMessage();
        Instant now = clock.instant();
        Map<String, List<String>> headers = headers(message);
        Map<String, List<String>> all = new HashMap<>(headers);
        Collection<String> proof = source.words().proof();
        all.putAll(requestHeaders.of(exchange, proof));
        Map<String, List<String>> words = requestHeaders.of(exchange, source.words().headers());
        all.putAll(words);
        String method = message.getHeader(Exchange.HTTP_METHOD, String.class);
        String path = message.getHeader(Exchange.HTTP_PATH, String.class);
        String query = message.getHeader(Exchange.HTTP_QUERY, String.class);
        Verdict verdict = source.verifier().verify(new SignedRequest(method, path, query, all, body), now);
        if (!verdict.accepted()) {
            count(name, verdict.reason());
            throw refusal(verdict);
        }
        if (!source.verification().scheme().signs()) {
            // The secret itself
            headers.keySet().removeAll(proof);
            words.keySet().removeAll(proof);
            query = withoutSecret(query, source.verification().parameters().get("query"));
            body = source.verification().withoutSecret(body);
        }
        headers.putAll(words);
        Source.Outline outline = outline(source, all, body);
        Receipt receipt = new Receipt(name, now, method, path, query, headers, body, verdict, outline.id(), outline.type(), null);
        count(name, verdict.reason());
        exchange.setProperty(RECEIPT, receipt);
        message.setHeaders(new HashMap<>(receipt.toRecordHeaders()));
        message.setHeader(KafkaConstants.KEY, source.key(outline, body));
        message.setBody(body);
    }

    /** What the source's manifest says its sender wants to hear, after the record is kept: it asks nobody, and has its time. */
    public void answer(Exchange exchange, String name) {
        Source source = sources.get(name);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        Receipt receipt = exchange.getProperty(RECEIPT, Receipt.class);
        Manifest.Answer answer = source == null || receipt == null ? new Manifest.Answer(200, null, null) : answers.to(source, receipt);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setBody(answer.body());
        if (answer.contentType() != null) {
            message.setHeader(Exchange.CONTENT_TYPE, answer.contentType());
        }
    }

    private Source.Outline outline(Source source, Map<String, List<String>> headers, byte[] body) {
        try {
            return source.outline(headers, body);
        } catch (MalformedBodyException e) {
            count(source.name(), "body_malformed");
            throw new ProblemException(400, "malformed", "The body is not an event: " + e.getMessage() + ".", null);
        }
    }

    private void count(String source, String verdict) {
        counters.computeIfAbsent(source + ' ' + verdict, key -> meters.counter("hub.webhooks.received", SOURCE, source, "verdict", verdict))
                .increment();
    }

    private static ProblemException refusal(Verdict verdict) {
        if (verdict == Verdict.NOT_CONFIGURED) {
            return new ProblemException(503, "not-configured", "The hub has no secret for this sender yet.", RETRY_LATER);
        }
        String slug = verdict == Verdict.TIMESTAMP_IN_FUTURE ? "clock-skew" : "signature-invalid";
        return new ProblemException(401, slug, "The request does not prove its sender: " + verdict.reason() + ".",
                null, Map.of("reason", verdict.reason()));
    }

    private static String withoutSecret(String query, String parameter) {
        return query == null || parameter == null ? query
                : Pattern.compile("(^|&)" + Pattern.quote(parameter) + "=[^&]*").matcher(query).replaceAll("$1" + Matcher.quoteReplacement(parameter) + "=***");
    }

    private static Map<String, List<String>> headers(Message message) {
        Map<String, List<String>> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && !PATH_WORDS.contains(name)) {
                List<String> values = value instanceof List<?> list ? list.stream().map(String::valueOf).toList()
                        : List.of(String.valueOf(value));
                headers.put(name.toLowerCase(Locale.ROOT), values);
            }
        });
        return headers;
    }
}
