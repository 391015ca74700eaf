package com.versaai.hub.inbound;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.verification.SignedRequest;
import com.versaai.hub.verification.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

/** The doors of one connector whose mappings are jq, without HTTP and Kafka: who gets in, what is answered, what becomes of it. */
public final class DoorBench implements AutoCloseable {

    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final MockEnvironment environment = new MockEnvironment();
    private final Sources sources;
    private final DoorAnswers answers;

    /** @param settings of the environment, names and values in turn */
    public DoorBench(Path folder, Duration patience, String... settings) {
        for (int i = 0; i < settings.length; i += 2) {
            environment.setProperty(settings[i], settings[i + 1]);
        }
        Manifests manifests = new Manifests(folder);
        manifests.refresh();
        Mappings mappings = Fixtures.mappings(folder);
        sources = new Sources(new InboundSettings(Map.of(), Admission.Livemode.BOTH, null), manifests, environment,
                new DefaultListableBeanFactory().getBeanProvider(Connector.class), mappings);
        answers = new DoorAnswers(mappings, meters, patience);
    }

    /** @param door {@code slack/events} */
    public Verdict verdict(String door, Map<String, String> headers, byte[] body, Instant now) {
        return sources.get(door).verifier().verify(new SignedRequest("POST", "/webhooks/" + door, null, lower(headers), body), now);
    }

    /** What is kept of a request. */
    private Receipt receipt(String door, byte[] body, Instant at) {
        Source.Outline outline = sources.get(door).outline(Map.of(), body);
        return new Receipt(door, at, "POST", "/webhooks/" + door, null, Map.of(), body, Verdict.OK, outline.id(), outline.type(), null);
    }

    /** The sender's id and type, as the door reads them. */
    public List<String> words(String door, byte[] body) {
        Receipt receipt = receipt(door, body, Instant.now());
        return Arrays.asList(receipt.providerEventId(), receipt.type());
    }

    public Manifest.Answer answer(String door, byte[] body) {
        return answers.to(sources.get(door), receipt(door, body, Instant.now()));
    }

    public InboundMapping mapped(String door, byte[] body, Instant at) {
        InboundRequest request = sources.get(door).request(receipt(door, body, at));
        return sources.get(door).mapper().map(request);
    }

    private static Map<String, List<String>> lower(Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return all;
    }

    @Override
    public void close() {
        answers.close();
    }
}
