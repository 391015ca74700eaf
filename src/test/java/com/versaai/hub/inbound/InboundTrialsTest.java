package com.versaai.hub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.mapping.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

/** A request that is shown has the headers that it would have at the mapping, and no others. */
class InboundTrialsTest {

    @TempDir
    Path connectors;

    @Test
    void theMappingSeesWhatTheDoorWouldLetIn() throws Exception {
        Files.createDirectories(connectors.resolve("acme"));
        Files.writeString(connectors.resolve("acme/connector.yaml"), """
            title: Acme
            kind: crm
            settings:
              webhook-secrets: {title: Who may send, secret: true}
            inbound:
              verification: {scheme: basic}
              event: {type: "header:X-Acme-Kind"}
              mapping: inbound.jq
            """);
        Files.writeString(connectors.resolve("acme/inbound.jq"), "{type: \"acme.said\", data: {headers: $request.headers, kind: $request.type}}");
        Manifests manifests = new Manifests(connectors);
        manifests.refresh();
        Sources sources = new Sources(new InboundSettings(Map.of(), Admission.Livemode.BOTH, null), manifests, new MockEnvironment(),
                new DefaultListableBeanFactory().getBeanProvider(Connector.class), Fixtures.mappings(connectors));
        DefaultHeaderFilterStrategy border = new DefaultHeaderFilterStrategy();
        border.setInFilterPattern("(?!user-agent$).*");
        InboundTrials trials = new InboundTrials(sources, Fixtures.mappings(connectors), null, border, Clock.systemUTC());

        InboundTrials.Shown shown = trials.shown("acme", Map.of("X-Acme-Kind", "deal", "User-Agent", "acme/1", "X-Other", "x", "Authorization", "Basic c2VjcmV0"),
                "{}".getBytes(StandardCharsets.UTF_8), null);

        assertThat(shown.outcome()).as(shown.why()).isEqualTo("mapped");
        assertThat(shown.events()).singleElement().satisfies(event -> assertThat(event.data())
                .isEqualTo(Map.of("headers", Map.of("x-acme-kind", "deal", "user-agent", "acme/1"), "kind", "deal")));
        assertThat(trials.shown("acme", Map.of(), "{}".getBytes(StandardCharsets.UTF_8), null).outcome()).as("its type is missing").isEqualTo("refused");
    }
}
