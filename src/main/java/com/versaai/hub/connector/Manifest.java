package com.versaai.hub.connector;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.versaai.hub.verification.Scheme;
import com.versaai.hub.verification.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code routes/connectors/<name>/connector.yaml} says of a provider; {@code connector.schema.json} beside it is the truth about its form.
 *
 * @param name           of the folder; never in the file
 * @param title          as people call the provider
 * @param kind           crm, analytics, chat, mail …: routes can address all destinations of a kind at once
 * @param documentation  where the provider describes its API
 * @param authentication how calls prove themselves; by {@code #connectorAccess} where the kamelet names no access of its own
 * @param settings       of an account, below {@code hub.provider.<account>}
 * @param kamelet        makes the calls of actions that name no other; null where nothing is delivered
 * @param idempotent     whether the provider drops a repeated delivery; otherwise the hub claims before it sends
 * @param concurrency    deliveries under way at once
 * @param policy         what differs from {@code hub.delivery.defaults}, in its words
 * @param accepts        what the provider takes; what it would drop without a word fails as {@code too_old} instead
 * @param actions        by name; a mapping {@code <action>.jq} beside the manifest is an action without an entry, too
 * @param destinations   those there are without any configuration; usually one, named like the connector
 * @param faults         answers that mean something else than usual, first match first
 * @param inbound        what the provider sends by itself; null where nothing is received
 * @param eventTypes     types of events that it brings along, beyond the hub's own; each gets a topic
 */
public record Manifest(
        String name,
        String title,
        String kind,
        String documentation,
        Authentication authentication,
        Map<String, Setting> settings,
        String kamelet,
        Boolean idempotent,
        Integer concurrency,
        JsonNode policy,
        Accepts accepts,
        Map<String, Action> actions,
        Map<String, Instance> destinations,
        List<FaultRule> faults,
        Inbound inbound,
        @JsonProperty("event-types") List<String> eventTypes) {

    /** The setting of an account with the secrets that prove its sender. */
    public static final String WEBHOOK_SECRETS = "webhook-secrets";
    /** The setting of an account that replaces the replay window of the manifest. */
    public static final String WEBHOOK_TOLERANCE = "webhook-tolerance";

    public Manifest {
        settings = sorted(settings);
        idempotent = idempotent == null || idempotent;
        policy = policy == null ? MissingNode.getInstance() : policy;
        actions = sorted(actions);
        destinations = sorted(destinations);
        faults = faults == null ? List.of() : List.copyOf(faults);
        eventTypes = eventTypes == null ? List.of() : List.copyOf(eventTypes);
    }

    private static <T> Map<String, T> sorted(Map<String, T> map) {
        return map == null ? Map.of() : new TreeMap<>(map);
    }

    Manifest named(String folder) {
        return new Manifest(folder, title, kind, documentation, authentication, settings, kamelet, idempotent, concurrency, policy, accepts, actions,
                destinations, faults, inbound, eventTypes);
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

    /**
     * How calls prove themselves.
     *
     * @param scheme   none, bearer, basic, header; what others there are says only what the connector's Java does
     * @param setting  of bearer and header: the account's setting with the secret
     * @param header   of header: its name
     * @param user     of basic: the setting with the user's name, null for an empty one
     * @param password of basic: the setting with the password, null for an empty one
     */
    public record Authentication(String scheme, String setting, String header, String user, String password) {

        /** Just the name of a scheme. */
        @JsonCreator
        public static Authentication of(JsonNode said) {
            return said.isTextual() ? new Authentication(said.asText(), null, null, null, null)
                    : new Authentication(said.path("scheme").textValue(), said.path("setting").textValue(), said.path("header").textValue(),
                            said.path("user").textValue(), said.path("password").textValue());
        }
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
     */
    public record Action(String title, String kamelet, String mapping, Boolean idempotent, String object, Boolean state) {
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
     * @param event        where id, type, time, subject and account are: a JSON pointer or {@code header:<name>}; what is named has to be
     *                     there for id and type
     * @param answer       what an accepted one gets
     * @param about        where the id of what the event is about is, the first that is there counts: requests about the same thing are
     *                     mapped in the order they came; the subject's place where none is said, and the event's id where there is none
     * @param mapping      the file beside the manifest that makes events; null where the connector's Java does
     * @param read         the kamelet that reads the object of a thin event; null where there are none
     * @param mode         where a request tells what is real from what is a test; null where the sender doesn't
     * @param body         what a body is: {@code json}, {@code form}, or {@code form:<field>} for the JSON in that field of a form
     * @param mayLack      words of {@code event} that a request may come without, for one kind of requests among others
     * @param sealed       where a body holds what opens something, by how long that is of use: mappings see it sealed only
     * @param doors        what differs from one path to the other, where the sender wants several; empty where it doesn't
     */
    public record Inbound(Proof verification, Map<String, String> event, List<String> about, Answer answer, String mapping, String read, Mode mode,
            String body, @JsonProperty("may-lack") List<String> mayLack, Map<String, Duration> sealed, Map<String, Inbound> doors) {

        private static final Answer RECEIVED = new Answer(200, "application/json", "{\"received\":true}");

        public Inbound {
            event = sorted(event);
            about = about != null ? List.copyOf(about) : event.containsKey("subject") ? List.of(event.get("subject")) : List.of();
            answer = answer == null ? RECEIVED : answer;
            body = body == null ? "json" : body;
            mayLack = mayLack == null ? List.of() : List.copyOf(mayLack);
            sealed = sorted(sealed);
            doors = sorted(doors);
        }

        /** What stands at each path, by its last part; that is empty where there is one path only. */
        public Map<String, Inbound> byDoor() {
            Map<String, Inbound> all = new TreeMap<>();
            doors.forEach((name, door) -> all.put(name, door.verification != null ? door : new Inbound(verification, door.event, door.about, door.answer,
                    door.mapping, door.read, door.mode, door.body, door.mayLack, door.sealed, Map.of())));
            return doors.isEmpty() ? Map.of("", this) : all;
        }

        /** The check of the sender, as far as a manifest says it. */
        public Verification proof() {
            return verification.verification();
        }
    }

    /**
     * How a request says whether it is real or a test.
     *
     * @param at   a JSON pointer or {@code header:<name>}
     * @param live the word there of what is real; null where all is that is not {@code test}
     * @param test the word of a test; null where all is that is not {@code live}
     */
    public record Mode(String at, String live, String test) {

        /**
         * What the word means; null where that cannot be known.
         *
         * @param word null for none
         */
        public Boolean live(String word) {
            if (live == null || test == null) {
                return live == null ? !test.equals(word) : live.equals(word);
            }
            return live.equals(word) ? Boolean.TRUE : test.equals(word) ? Boolean.FALSE : null;
        }
    }

    /**
     * A scheme of {@link Scheme} with its parameters, as they stand in the file.
     *
     * @param window null for the scheme's own
     */
    public record Proof(String scheme, Map<String, String> parameters, Duration window) {

        /** @throws IllegalArgumentException saying what is wrong with it */
        Verification verification() {
            return new Verification(Scheme.of(scheme), parameters, window);
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

    /**
     * An answer that means something else than its status says.
     *
     * @param status     null for any
     * @param code       the provider's error code, null for any
     * @param faultClass transient, permanent or in-doubt
     * @param retryAfter how long the provider wants to be left alone where it does not say so itself; null for unknown
     */
    public record FaultRule(Integer status, String code, @JsonProperty("class") String faultClass, @JsonProperty("retry-after") Duration retryAfter) {

        /** Whether it is about that answer. */
        public boolean matches(Integer answered, String said) {
            return (status == null || status.equals(answered)) && (code == null || code.equals(said));
        }
    }
}
