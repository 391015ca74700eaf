package com.versaai.hub.dryrun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.versaai.hub.gateway.Caller;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.gateway.RequestBytes;
import com.versaai.hub.gateway.Scope;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Stands before texts that a caller wants compiled and run: who may, on this hub at all, and a line in the log before it happens. Masking
 * the answer is against mistakes only: whoever may run code can read and send what the hub's process can.
 */
final class TrialGuard {

    private static final Logger LOG = LoggerFactory.getLogger(TrialGuard.class);
    /** Characters of the hash in the log: enough to know a request again. */
    private static final int SHORT = 16;

    private final TrialSettings settings;
    private final ConfigurableEnvironment environment;
    private final ObjectMapper json;
    private final RequestBytes bytes = new RequestBytes();

    TrialGuard(TrialSettings settings, ConfigurableEnvironment environment, ObjectMapper json) {
        this.settings = settings;
        this.environment = environment;
        this.json = json;
    }

    /** @throws ProblemException 403 when the caller may not, or nobody may from outside */
    void begin(Exchange exchange, int texts) {
        Caller caller = Caller.of(exchange);
        caller.needs(Scope.ROUTES_CODE);
        if (!settings.enabled() && !caller.local()) {
            throw new ProblemException(403, "forbidden", "This hub runs no texts of its callers: hub.routes.trial.enabled is false. "
                    + "bin/hub on the hub's own machine may try them.", null, Map.of("setting", "hub.routes.trial.enabled"));
        }
        LOG.info("{} has {} texts compiled and run over events that have been; SHA-256 of the request {}", caller.name(), texts,
                sha256(bytes.of(exchange)).substring(0, SHORT));
    }

    /** The answer with every configured secret masked. */
    JsonNode shown(Object answer) {
        return masked(json.valueToTree(answer), new Mask(environment));
    }

    private static JsonNode masked(JsonNode node, Mask mask) {
        if (node instanceof TextNode text) {
            return TextNode.valueOf(mask.text(text.textValue()));
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(array.get(i), mask));
            }
        } else if (node instanceof ObjectNode object) {
            for (String name : fields(object)) {
                JsonNode value = masked(object.remove(name), mask);
                object.set(mask.text(name), value);
            }
        }
        return node;
    }

    private static List<String> fields(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
