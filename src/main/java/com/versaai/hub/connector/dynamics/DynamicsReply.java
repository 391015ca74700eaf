package com.versaai.hub.connector.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Message;

/** What Dynamics answered to one call. */
record DynamicsReply(Promised answer, FaultClassifier faults) {

    static final String ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    /** Of a record written by its key the address may be that of the key. */
    private static final Pattern REFERENCE = Pattern.compile("https?://\\S+/([a-z][a-z0-9_]*)\\((" + ID + "|[a-z][a-z0-9_]*='[^'()/\\s]+')\\)");

    /** The answer that the message holds; read once. */
    static DynamicsReply of(Message message, FaultClassifier faults) {
        return new DynamicsReply(Promised.answer(DynamicsRow.DYNAMICS, message), faults);
    }

    int status() {
        return answer.status();
    }

    boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    JsonNode json() {
        return answer.json();
    }

    /** Of an error, in lower case; empty for none. */
    String code() {
        return ProviderAnswer.of(status(), Map.of(), answer.body(), null).json().at("/error/code").asText("").toLowerCase(Locale.ROOT);
    }

    Fault fault() {
        return faults.decode(DynamicsRow.DYNAMICS, status(), Map.of(), answer.body());
    }

    ProviderException refused() {
        return new ProviderException(DynamicsRow.DYNAMICS, fault());
    }

    /**
     * The record that was written, {@code leads(<id>)}.
     *
     * @throws ProviderException in doubt, when the answer names none of that kind
     */
    String written(DynamicsRow row) {
        Matcher reference = REFERENCE.matcher(json().path(DynamicsCalls.ID).asText(""));
        if (status() == 204 && reference.matches() && reference.group(1).equals(row.set())) {
            return row.set() + '(' + reference.group(2) + ')';
        }
        String id = row.idColumn() == null ? "" : json().path(row.idColumn()).asText("");
        answer.requireJson(id.matches(ID), "OData-EntityId, or the row with its id", 200, 201);
        return row.set() + '(' + id + ')';
    }
}
