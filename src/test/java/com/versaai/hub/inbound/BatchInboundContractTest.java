package com.versaai.hub.inbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract with a sender of batches, which no connector of this repository is. */
class BatchInboundContractTest extends InboundContract {

    private static final String DEAL = "{\"id\":%s,\"at\":1760000000,\"won\":{\"by\":\"ana\"},\"value\":{\"amount\":5,\"currency\":\"EUR\"}}";

    @TempDir
    static Path connectors;

    @Override
    protected Path folder() {
        try {
            Path own = Files.createDirectories(connectors.resolve("batches"));
            Files.writeString(own.resolve("connector.yaml"), """
                title: Batches
                kind: crm
                settings:
                  webhook-secrets: {title: Who may send, secret: true}
                event-types: [deal.won]
                inbound:
                  verification: {scheme: slack}
                  mapping: inbound.jq
                """);
            Files.writeString(own.resolve("inbound.jq"), """
                .[] | {type: "deal.won", id: (.id | tostring), time: .at,
                  subject: ("deal-" + (.id | if type == "number" then tostring else error("a deal has a number") end)), data: .value}""");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connectors;
    }

    @Override
    protected String connector() {
        return "batches";
    }

    @Override
    protected String body() {
        return '[' + DEAL.formatted("1") + ']';
    }

    @Override
    protected String batch() {
        return '[' + String.join(",", DEAL.formatted("1"), DEAL.formatted("\"two\""), DEAL.formatted("3")) + ']';
    }

    @Override
    protected String withoutBatches() {
        return null;
    }
}
