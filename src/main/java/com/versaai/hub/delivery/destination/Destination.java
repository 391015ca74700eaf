package com.versaai.hub.delivery.destination;

import com.versaai.hub.connector.Fields;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.delivery.destination.DeliveryProperties.KeyRate;
import com.versaai.hub.delivery.destination.DeliveryProperties.Policy;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An instance of a connector: where deliveries go.
 *
 * @param name        part of topics, routes and delivery ids, so that it cannot be changed later
 * @param manifest    of its connector
 * @param account     whose settings its calls use, {@code hub.provider.<account>}
 * @param kind        by which routes address it together with others
 * @param enabled     whether routes plan deliveries to it; its queue is worked off all the same
 * @param lacking     settings without which it can't deliver; usually none
 * @param idempotent  whether the provider itself drops a repeated delivery
 * @param concurrency deliveries under way at once
 * @param policy      complete
 * @param fields      of its connector: what deliveries hold besides what mappings make
 */
public record Destination(String name, Manifest manifest, String account, String kind, boolean enabled, List<String> lacking, boolean idempotent, int concurrency,
        Policy policy, Fields fields) {

    private static final int USUAL_CONCURRENCY = 4;

    static Destination of(String name, Manifest manifest, Manifest.Instance shipped, DeliveryProperties.Destination own, Policy policy,
            Fields fields) {
        DeliveryProperties.Destination said = own == null ? new DeliveryProperties.Destination(null, null, null, null, null, null, null) : own;
        Manifest.Instance instance = shipped == null ? new Manifest.Instance(null, null, null, null, null, null) : shipped;
        return new Destination(name, manifest, first(said.account(), instance.account(), manifest.name()), first(said.kind(), instance.kind(), manifest.kind()),
                true, List.of(), first(said.idempotent(), manifest.idempotent()), first(said.concurrency(), instance.concurrency(), manifest.concurrency(), USUAL_CONCURRENCY),
                policy, fields);
    }

    /** The same, as it is switched and configured. */
    Destination switched(boolean on, List<String> lacks) {
        return new Destination(name, manifest, account, kind, on, List.copyOf(lacks), idempotent, concurrency, policy, fields);
    }

    @SafeVarargs
    private static <T> T first(T... values) {
        return Stream.of(values).filter(value -> value != null).findFirst().orElseThrow();
    }

    /** The connector's name, which is also the folder of its mappings. */
    public String connector() {
        return manifest.name();
    }

    /** The property with that setting of its account. */
    String property(String setting) {
        return "hub.provider." + account + '.' + setting;
    }

    /** The endpoint that does that action for this account; of an action the manifest does not name, the usual one. */
    public String callOf(String action) {
        return call(manifest.kameletOf(action));
    }

    /** The endpoint that makes the calls of all actions without one of their own. */
    public String usualCall() {
        return call(manifest.kamelet());
    }

    /** The endpoint that looks contacts up; null where its connector can't. */
    public String contactCall() {
        Manifest.Lookup lookup = manifest.lookups().get(Manifest.CONTACT);
        return lookup == null ? null : call(lookup.kamelet());
    }

    /** Actions whose calls another kamelet makes than {@link #usualCall()}. */
    public List<String> otherActions() {
        return List.copyOf(new TreeSet<>(manifest.actions().keySet().stream().filter(action -> !callOf(action).equals(usualCall())).toList()));
    }

    /** A kamelet's own default is the connector's name. */
    private String call(String kamelet) {
        return "kamelet:" + kamelet + (account.equals(manifest.name()) ? "" : "?account=" + account);
    }

    /** Whether the action writes the state of an object, which an older event must not overwrite. */
    public boolean hasState(String action) {
        return manifest.hasState(action);
    }

    /** How long after a first call the provider drops a second one; null for always, and where it drops none. */
    public Duration idempotentFor() {
        return idempotent ? manifest.idempotentFor() : null;
    }

    /** How old an event may be that the provider still takes; null where it takes any. */
    public Duration notOlderThan() {
        return manifest.accepts() == null ? null : manifest.accepts().notOlderThan();
    }

    /** Permits of the rate that a delivery of that action takes. */
    public int permitsOf(String action) {
        return manifest.permitsOf(action);
    }

    /** What is said of the fields of an action's payload. */
    public Fields.OfAction fieldsOf(String action) {
        return fields.of(manifest, name, action);
    }

    /** What the provider counts and orders a payload by, the policy's {@code key-rate.at}: a channel, say; null where there is no such thing. */
    public String keyOf(JsonNode payload) {
        KeyRate each = policy.keyRate();
        JsonNode key = each == null || each.at() == null || payload == null ? MissingNode.getInstance() : payload.at(each.at());
        return key.isValueNode() && !key.isNull() && !key.asText().isBlank() ? key.asText() : null;
    }

    /** What a delivery has in common with those whose order counts: the provider's key, else its lane. The key of its record. */
    public String queueKey(JsonNode payload, String lane) {
        String key = keyOf(payload);
        return key == null ? lane : key;
    }

    /** The mapping's file in the connector's folder, without its ending. */
    public String mappingOf(String action) {
        String file = manifest.mappingOf(action);
        return file.substring(0, file.length() - ".jq".length());
    }
}
