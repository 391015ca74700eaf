package com.versaai.hub.webhook;

import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.gateway.RequestBytes;
import com.versaai.hub.inbound.verification.SignedRequest;
import com.versaai.hub.inbound.verification.Verdict;
import com.versaai.hub.inbound.verification.WebhookVerifier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** Turns a verified request into the record that is stored. It asks nobody: the answer must not wait. Bean {@code reception}. */
class Reception {

    private static final Duration RETRY_LATER = Duration.ofMinutes(1);

    private final Map<String, WebhookVerifier> verifiers;
    private final RequestBytes bytes;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /** @param verifiers by source: the last part of the endpoint's path, and tag of the metrics */
    Reception(Map<String, WebhookVerifier> verifiers, RequestBytes bytes, Clock clock, MeterRegistry meters) {
        this.verifiers = Map.copyOf(verifiers);
        this.bytes = bytes;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Verifies the request and makes it the record for {@code hub.inbox}: exact bytes as body, {@code hub-*} headers, the
     * provider's event id as key.
     *
     * @throws ProblemException 401 when the sender does not prove itself, 400 when the body is no JSON
     */
    public void verify(Exchange exchange, String source) {
        byte[] body = bytes.of(exchange);
        Message message = exchange.getMessage();
        Instant now = clock.instant();
        Map<String, List<String>> headers = headers(message);
        String method = message.getHeader(Exchange.HTTP_METHOD, String.class);
        String path = message.getHeader(Exchange.HTTP_PATH, String.class);
        String query = message.getHeader(Exchange.HTTP_QUERY, String.class);
        Verdict verdict = verifiers.get(source).verify(new SignedRequest(method, path, query, headers, body), now);
        if (!verdict.accepted()) {
            count(source, verdict.reason());
            throw refusal(verdict);
        }
        JsonOutline outline = outline(source, body);
        Receipt receipt = new Receipt(source, now, method, path, query, headers, body, verdict, outline.id(), outline.type(), null);
        count(source, verdict.reason());
        message.setHeaders(new HashMap<>(receipt.toRecordHeaders()));
        message.setHeader(KafkaConstants.KEY, outline.id());
        message.setBody(body);
    }

    private JsonOutline outline(String source, byte[] body) {
        try {
            JsonOutline outline = JsonOutline.of(body);
            if (outline.id() == null || outline.type() == null) {
                throw new MalformedBodyException("id or type is missing");
            }
            return outline;
        } catch (MalformedBodyException e) {
            count(source, "body_malformed");
            throw new ProblemException(400, "malformed", "The body is not an event: " + e.getMessage() + ".", null);
        }
    }

    private void count(String source, String verdict) {
        counters.computeIfAbsent(source + ' ' + verdict, key -> meters.counter("hub.webhooks.received", "source", source, "verdict", verdict))
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

    private static Map<String, List<String>> headers(Message message) {
        Map<String, List<String>> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel")) {
                List<String> values = value instanceof List<?> list ? list.stream().map(String::valueOf).toList()
                        : List.of(String.valueOf(value));
                headers.put(name.toLowerCase(Locale.ROOT), values);
            }
        });
        return headers;
    }
}
