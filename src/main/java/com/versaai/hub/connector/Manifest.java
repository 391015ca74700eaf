package com.versaai.hub.connector;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.versaai.hub.verification.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code routes/connectors/<name>/connector.yaml} says of a provider; {@code connector.schema.json} beside it is the truth about its form.
 *
 * @param name           of the folder; never in the file
 * @param title          as people call the provider
 * @param kind           crm, analytics, chat, mail …: routes can address all destinations of a kind at once
 * @param documentation  where the provider describes its API
 * @param authentication how calls prove themselves; by {@code #connectorAccess} where the kamelet names no access of its own
 * @param settings       of an account, below {@code hub.provider.<account>}
 * @param either         ways to be configured, each some of the settings that are not required; one of them has to be complete. None where
 *                       the required settings are all it takes
 * @param kamelet        makes the calls of actions that name no other; null where nothing is delivered
 * @param idempotent     whether the provider drops a repeated delivery; otherwise the hub claims before it sends
 * @param idempotentFor  how long after the first one it is dropped; null for always. What may have arrived longer ago is in doubt
 * @param concurrency    deliveries under way at once
 * @param policy         what differs from {@code hub.delivery.defaults}, in its words
 * @param accepts        what the provider takes; what it would drop without a word fails as {@code too_old} instead
 * @param actions        by name; a mapping {@code <action>.jq} beside the manifest is an action without an entry, too
 * @param lookups        what can be asked for, for an answer at once, by name; {@value #CONTACT} is the only one
 * @param destinations   those there are without any configuration; usually one, named like the connector
 * @param faults         answers that mean something else than usual, first match first
 * @param inbound        what the provider sends by itself; null where nothing is received
 * @param eventTypes     types of events that it brings along, beyond the hub's own; each gets a topic
 * @param testedAgainst  what plays the provider in tests, for the table of all connectors
 */
public record Manifest(
        String name,
        String title,
        String kind,
        String documentation,
        Authentication authentication,
        Map<String, Setting> settings,
        List<List<String>> either,
        String kamelet,
        Boolean idempotent,
        @JsonProperty("idempotent-for") Duration idempotentFor,
        Integer concurrency,
        JsonNode policy,
        Accepts accepts,
        Map<String, Action> actions,
        Map<String, Lookup> lookups,
        Map<String, Instance> destinations,
        List<FaultRule> faults,
        Inbound inbound,
        @JsonProperty("event-types") List<String> eventTypes,
        @JsonProperty("tested-against") List<String> testedAgainst) {

    /** The setting of an account with the secrets that prove its sender. */
    public static final String WEBHOOK_SECRETS = "webhook-secrets";
    /** The setting of an account that replaces the replay window of the manifest. */
    public static final String WEBHOOK_TOLERANCE = "webhook-tolerance";

    /** Contacts by their e-mail address, in {@link #lookups}. */
    public static final String CONTACT = "contact";

    public Manifest {
        settings = sorted(settings);
        either = either == null ? List.of() : List.copyOf(either);
        idempotent = idempotent == null || idempotent;
        policy = policy == null ? MissingNode.getInstance() : policy;
        actions = sorted(actions);
        lookups = sorted(lookups);
        destinations = sorted(destinations);
        faults = faults == null ? List.of() : List.copyOf(faults);
        eventTypes = eventTypes == null ? List.of() : List.copyOf(eventTypes);
        testedAgainst = testedAgainst == null ? List.of() : List.copyOf(testedAgainst);
    }

    private static <T> Map<String, T> sorted(Map<String, T> map) {
        return map == null ? Map.of() : new TreeMap<>(map);
    }

    Manifest named(String folder) {
        return new Manifest(folder, title, kind, documentation, authentication, settings, either, kamelet, idempotent, idempotentFor, concurrency, policy,
                accepts, actions, lookups, destinations, faults, inbound, eventTypes, testedAgainst);
    }

    /**
     * What an account lacks before a delivery can be made: names of settings, and of several ways "one of a; b and c". Empty when it lacks nothing.
     *
     * @param has whether the account has that setting
     */
    public List<String> lacking(Predicate<String> has) {
        List<String> lacking = new ArrayList<>();
        settings.forEach((name, setting) -> {
            if (setting.required() && setting.defaultValue() == null && !name.startsWith("webhook-") && !has.test(name)) {
                lacking.add(name);
            }
        });
        if (!either.isEmpty() && either.stream().noneMatch(way -> way.stream().allMatch(has))) {
            lacking.add(either.size() == 1 ? String.join(", ", either.get(0))
                    : "one of " + either.stream().map(way -> String.join(" and ", way)).collect(Collectors.joining("; ")));
        }
        return lacking;
    }

    /** The kamelet that does that action. */
    public String kameletOf(String action) {
        Action own = actions.get(action);
        return own == null || own.kamelet() == null ? kamelet : own.kamelet();
    }

    /** All that it names. */
    Set<String> kamelets() {
        Set<String> all = new TreeSet<>();
        actions.keySet().forEach(action -> all.add(kameletOf(action)));
        if (kamelet != null) {
            all.add(kamelet);
        }
        lookups.values().forEach(lookup -> all.add(lookup.kamelet()));
        if (inbound != null) {
            inbound.byDoor().values().stream().map(Inbound::read).filter(Objects::nonNull).forEach(all::add);
        }
        return all;
    }

    /** Whether that action writes the state of an object: an older event must not overwrite what a newer one wrote for the same key. */
    public boolean hasState(String action) {
        Action own = actions.get(action);
        return own == null || own.state() == null ? "crm".equals(kind) : own.state();
    }

    /** The file, beside the manifest, that makes the payload of that action. */
    public String mappingOf(String action) {
        Action own = actions.get(action);
        return own == null || own.mapping() == null ? action + ".jq" : own.mapping();
    }

    /** Permits of the rate that a delivery of that action takes. */
    public int permitsOf(String action) {
        return actions.containsKey(action) && actions.get(action).permits() != null ? actions.get(action).permits() : 1;
    }

    /** The paths of what an action's payload may hold; null where the mapping alone says it. */
    public List<String> fieldsOf(String action) {
        return actions.containsKey(action) ? actions.get(action).fields() : null;
    }

    /**
     * One setting of an account.
     *
     * @param type         text (when null), url, number, duration, flag, map
     * @param pattern      its text must match, null for any
     * @param defaultValue null where there is none; a secret has none
     * @param secret       never shown
     * @param required     without it no call can be made; one of {@code hub.provider.<account>}'s ways to log in may do without
     */
    public record Setting(String title, String type, String pattern, @JsonProperty("default") String defaultValue, boolean secret, Boolean required) {

        public Setting {
            type = type == null ? "text" : type;
            required = required == null || required;
        }
    }

    /**
     * What can be asked of a destination.
     *
     * @param kamelet    null for the manifest's
     * @param mapping    null for {@code <action>.jq}
     * @param idempotent null for the manifest's
     * @param object     what it makes or changes, in the provider's words; null where that is no matter
     * @param state      whether it writes the state of that object; null for yes where the connector is a CRM
     * @param permits    of the rate that a delivery takes: as many as it makes calls; null for one
     * @param fields     the paths of all that its payload may hold, {@code events/params/value}; null for whatever the mapping makes
     */
    public record Action(String title, String kamelet, String mapping, Boolean idempotent, String object, Boolean state, Integer permits,
            List<String> fields) {

        public Action {
            fields = fields == null ? null : List.copyOf(fields);
        }
    }

    /** @param kamelet takes header {@code HubKey}, and answers with a JSON array */
    public record Lookup(String kamelet) {
    }

    /**
     * What the provider takes.
     *
     * @param notOlderThan age of an event when it is delivered; null for any
     */
    public record Accepts(@JsonProperty("not-older-than") Duration notOlderThan) {
    }

    /**
     * A destination that is there by default.
     *
     * @param kind        null for the manifest's
     * @param account     whose settings it uses, null for the connector's name
     * @param enabledWith the destination that it is enabled and disabled with, null for always enabled
     * @param enabled     whether it is without the configuration saying so; false for a provider that few have
     * @param policy      what differs from the manifest's
     */
    public record Instance(String kind, String account, Integer concurrency, @JsonProperty("enabled-with") String enabledWith, Boolean enabled,
            JsonNode policy) {

        public Instance {
            enabled = enabled == null || enabled;
            policy = policy == null ? MissingNode.getInstance() : policy;
        }
    }

    /**
     * Requests of the provider to {@code /webhooks/<source>}, or to {@code /webhooks/<source>/<door>} where there are doors.
     *
     * @param verification how they prove their sender; the secrets are of an account, {@value #WEBHOOK_SECRETS}
     * @param event        where id, type, time, subject and account are, of which id and type have to be there: JSON pointers or {@code header:<name>}
     * @param answer       what an accepted one gets
     * @param about        where the id of what it is about is, the first that is there: such requests are mapped in their order; else the subject's, the event's
     * @param mapping      the file beside the manifest that makes events; null where the connector's Java does
     * @param read         the kamelet that reads the object of a thin event; null where there are none
     * @param mode         where a request tells what is real from what is a test; null where the sender doesn't
     * @param body         what a body is: {@code json}, {@code xml}, {@code form}, or {@code form:<field>} for the JSON in that field of a form
     * @param mayLack      words of {@code event} that a request may come without, for one kind of requests among others
     * @param sealed       where a body holds what opens something, by how long that is of use: mappings see it sealed only
     * @param doors        what differs from one path to the other, where the sender wants several; empty where it doesn't
     * @param feeds        what the connector's {@link Feed}s read by themselves, in words; none where there are none
     * @param loads        objects of which all there are can be taken in, by the connector's {@link FirstLoad}; none where there is none
     */
    public record Inbound(InboundProof verification, Map<String, String> event, List<String> about, Answer answer, String mapping, String read, InboundMode mode,
            String body, @JsonProperty("may-lack") List<String> mayLack, Map<String, Duration> sealed, Map<String, Inbound> doors, List<String> feeds, List<String> loads) {

        private static final Answer RECEIVED = new Answer(200, "application/json", "{\"received\":true}");

        public Inbound {
            event = sorted(event);
            about = about != null ? List.copyOf(about) : event.containsKey("subject") ? List.of(event.get("subject")) : List.of();
            answer = answer == null ? RECEIVED : answer;
            feeds = feeds == null ? List.of() : List.copyOf(feeds);
            loads = loads == null ? List.of() : List.copyOf(loads);
            body = body == null ? "json" : body;
            mayLack = mayLack == null ? List.of() : List.copyOf(mayLack);
            sealed = sorted(sealed);
            doors = sorted(doors);
        }

        /** What stands at each path, by its last part; that is empty where there is one path only. */
        public Map<String, Inbound> byDoor() {
            Map<String, Inbound> all = new TreeMap<>();
            doors.forEach((name, door) -> all.put(name, door.verification != null ? door : new Inbound(verification, door.event, door.about, door.answer,
                    door.mapping, door.read, door.mode, door.body, door.mayLack, door.sealed, Map.of(), List.of(), List.of())));
            return doors.isEmpty() ? Map.of("", this) : all;
        }

        /** Whether requests hold XML, which the connector's Java maps; otherwise it is JSON. */
        public boolean isXml() {
            return "xml".equals(body);
        }

        boolean pointsIntoBody() {
            return Stream.of(event.values().stream(), about.stream(), Stream.ofNullable(mode).map(InboundMode::at)).flatMap(places -> places)
                    .anyMatch(place -> place.startsWith("/"));
        }

        /** The check of the sender, as far as a manifest says it. */
        public Verification proof() {
            return verification.verification();
        }
    }

    /**
     * What an accepted request gets.
     *
     * @param body    literal; null for none
     * @param mapping the file beside the manifest that may answer otherwise, by what the request says; null for none
     */
    public record Answer(int status, @JsonProperty("content-type") String contentType, String body, String mapping) {

        @JsonCreator
        public Answer {
            status = status == 0 ? 200 : status;
        }

        /** Always the same. */
        public Answer(int status, String contentType, String body) {
            this(status, contentType, body, null);
        }
    }
}
