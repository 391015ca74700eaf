package com.versaai.hub.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The contract's Catalog.
 *
 * <p>Who produces and consumes is said by names: a Kafka topic by its own ({@code hub.inbox}), other endpoints with their scheme
 * ({@code direct:publishEvents}, {@code timer:gauges}). A name with {@code *} in it is decided by each message.
 *
 * @param beans beans of the hub that publish events without a route
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Catalog(List<Route> routes, List<Kamelet> kamelets, List<EventType> eventTypes, List<Destination> destinations,
               List<Operation> operations, List<Bean> beans) {

    /** Any event type: the record's own type decides. */
    static final String ANY_EVENT = "hub.events.*";

    /** Any destination: the record's own destination decides. */
    static final String ANY_DELIVERY = "hub.deliveries.*";

    /**
     * @param source    file and line, where Camel knows them
     * @param from      endpoint without its parameters
     * @param produces  where it sends in the ordinary course
     * @param onFailure where it sends when something failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Route(String id, String group, String description, String source, String from, List<String> consumes, List<String> produces,
                 List<String> onFailure, List<String> kamelets, String status) {
    }

    /**
     * @param type      source, sink or action
     * @param outward   whether it calls something outside the hub
     * @param instances ids of the routes that Camel made of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Kamelet(String name, String type, String title, String description, boolean outward, List<Parameter> parameters,
                   List<String> usedBy, List<String> instances) {
    }

    /** @param defaultValue never of a secret */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Parameter(String name, String title, String type, boolean required, @JsonProperty("default") String defaultValue,
                     String description, boolean secret) {
    }

    /** Types that share a topic are one entry, {@code *}. */
    record EventType(String type, String topic, List<Producer> producedBy, List<String> consumedBy) {
    }

    /**
     * @param by      route id, or {@code bean} and its name
     * @param through the name it is produced under: the topic, or one that ends in {@code *}
     */
    record Producer(String by, String through) {
    }

    /** @param circuit null where the destination has no circuit breaker */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Destination(String name, String kind, boolean enabled, boolean idempotent, String topic, String route, List<Action> actions,
                       String circuit) {
    }

    /** @param mappingExists whether the file is there */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Action(String action, String route, String why, String mapping, boolean mappingExists) {
    }

    /** @param route null where no route answers it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Operation(String operationId, String method, String path, String summary, String route) {
    }

    /** A bean that publishes without a route. */
    record Bean(String name, List<String> produces) {
    }
}
