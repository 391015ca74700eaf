package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.versaai.hub.connector.FieldRule;
import com.versaai.hub.connector.Fields;
import com.versaai.hub.event.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.exception.JsonQueryUserException;

/**
 * Bean {@code mappings}: what an event becomes for a destination, by the jq file {@code routes/connectors/<connector>/<action>.jq}.
 *
 * <p>Files are compiled once and again when they change; a change that does not compile keeps the last good version.
 * Pure and thread-safe: the same event and file give the same answer, whoever asks and when.
 */
public final class Mappings {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");
    private static final Set<String> FIELDS = Set.of("key", "object", "payload");
    private static final Pattern FILE = Pattern.compile("[a-z0-9-]+/[a-z0-9-]+\\.jq");
    private static final String SHARED = "shared.jq";
    private static final String OF_FIELDS = "/fields.yaml, ";
    private static final String REQUEST = "request";
    private static final String NOTHING = "nothing";
    private static final int LONGEST_WHY = 200;

    private final Path location;
    private final Scope root;
    private final ObjectMapper json;
    private final Map<Path, String> candidates;
    private final Map<String, MappingFile> files = new ConcurrentHashMap<>();
    private final Map<String, Expression> expressions = new ConcurrentHashMap<>();

    Mappings(Path location, Scope root, ObjectMapper json) {
        this(location, root, json.copy().registerModule(new JavaTimeModule()).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS), Map.of());
    }

    private Mappings(Path location, Scope root, ObjectMapper json, Map<Path, String> candidates) {
        this.location = location;
        this.root = root;
        this.json = json;
        this.candidates = candidates;
    }

    /**
     * These mappings with other texts in place of what is on disk.
     *
     * @param texts by path below the folder of mappings: {@code slack/lead.jq}, {@code shared.jq}
     * @throws MappingException when one of them does not compile, or is named as no mapping is
     */
    public Mappings with(Map<String, String> texts) {
        Map<Path, String> found = new HashMap<>();
        texts.forEach((name, text) -> {
            if (!name.equals(SHARED) && !FILE.matcher(name).matches()) {
                throw new MappingException("mapping " + name + " must be named <connector>/<action>.jq");
            }
            found.put(location.resolve(name), text);
        });
        Mappings other = new Mappings(location, root, json, Map.copyOf(found));
        texts.keySet().stream().filter(name -> !name.equals(SHARED)).forEach(name -> other.query(name.substring(0, name.length() - ".jq".length())));
        return other;
    }

    /**
     * @param connector salesforce, hubspot, ga4 …
     * @param action    lead, track, user-registered …: the file without its ending
     * @return empty when the mapping answers null or why not: nothing to deliver for this event
     * @throws MappingException when the file is missing, never compiled, or fails on this event
     */
    public Optional<Mapped> map(String connector, String action, Event event) {
        return Optional.ofNullable(answer(connector, action, event).mapped());
    }

    /**
     * What a mapping says of an event.
     *
     * @param mapped null for nothing to deliver
     * @param why    of nothing, or of what is left out; null where all is as the mapping made it
     */
    public record Answer(Mapped mapped, String why) {

        /** Nothing to deliver, and why. */
        public static Answer nothing(String why) {
            return new Answer(null, why);
        }
    }

    /** The same as {@link #map}, with the reason why nothing is to be delivered, for the timeline. */
    public Answer answer(String connector, String action, Event event) {
        String name = connector + '/' + action;
        if (connector == null || action == null || !NAME.matcher(connector).matches() || !NAME.matcher(action).matches()) {
            throw new MappingException("connector and action are made of a-z, 0-9 and -");
        }
        JsonNode input = PlainText.wellFormed(json.valueToTree(event));
        List<JsonNode> answers = evaluated(name, query(name), input, JqFunctions.EVENT, input);
        if (answers.size() > 1) {
            throw failed(name, "it answered " + answers.size() + " values instead of one");
        }
        if (answers.isEmpty() || answers.get(0).isNull()) {
            return Answer.nothing("the mapping gave no payload");
        }
        return answers.get(0).has(NOTHING) ? nothing(name, answers.get(0)) : new Answer(mapped(name, answers.get(0)), null);
    }

    /**
     * The same, with fields as {@code fields.yaml} and the list in the manifest have them.
     *
     * @throws MappingException when these can't be told, too
     */
    public Answer answer(String connector, String action, Event event, Fields.OfAction fields) {
        if (fields.problem() != null) {
            throw new MappingException(fields.problem());
        }
        Answer answer = answer(connector, action, event);
        if (answer.mapped() == null) {
            return answer;
        }
        JsonNode payload = answer.mapped().payload().deepCopy();
        int left = fields.listed() == null ? 0 : new ListedFields(fields.listed(), fields.rules().keySet()).keepOnly(payload);
        if (!fields.rules().isEmpty()) {
            JsonNode input = PlainText.wellFormed(json.valueToTree(event));
            fields.rules().forEach((path, rule) -> FieldPath.set(payload, path, value(connector, path, rule, fields, input)));
        }
        if (payload.isEmpty() && !answer.mapped().payload().isEmpty()) {
            return Answer.nothing("none of the fields of its mapping is in the list of " + fields.action() + " in the connector's manifest");
        }
        String why = left == 0 ? null : "values left out because the connector's manifest does not list their fields for " + fields.action() + ": " + left;
        return new Answer(new Mapped(answer.mapped().key(), answer.mapped().object(), payload), why);
    }

    /** Null for none. */
    private JsonNode value(String connector, String path, FieldRule rule, Fields.OfAction fields, JsonNode input) {
        if (rule.jq() == null) {
            return FieldValue.of(rule, input);
        }
        String name = connector + OF_FIELDS + fields.destination() + ' ' + fields.action() + ' ' + path;
        List<JsonNode> answers = evaluated(name, expression(name, rule.jq()).query(), input, JqFunctions.EVENT, input);
        if (answers.size() > 1) {
            throw failed(name, "it answered " + answers.size() + " values instead of one");
        }
        return answers.isEmpty() ? null : FieldValue.clipped(answers.get(0), rule.longest());
    }

    private MappingFile expression(String name, String jq) {
        Path stands = location.resolve(name);
        return expressions.compute(name, (unused, known) -> known != null && known.says(jq) ? known
                : new Expression(jq, new MappingFile(stands, location.resolve(SHARED), with(stands, jq), nothing -> null))).file();
    }

    private Map<Path, String> with(Path file, String text) {
        Map<Path, String> all = new HashMap<>(candidates);
        all.put(file, text);
        return Map.copyOf(all);
    }

    private record Expression(String text, MappingFile file) {

        boolean says(String jq) {
            return text.equals(jq);
        }
    }

    /** Compiles what changed on disk, and says what is wrong with any of it: syntax, and functions that there are not. */
    public List<MappingProblem> problems() {
        return new MappingCheck(location).problems(name -> file(name).broken());
    }

    /** What is wrong with an expression that no event has to show, null for nothing: its syntax, and functions that there are not. */
    public String problemOf(String expression) {
        Path stands = Path.of("expression");
        try {
            return missing(new MappingFile(stands, location.resolve(SHARED), with(stands, expression), nothing -> null).query());
        } catch (MappingException e) {
            return e.getMessage().replaceFirst("^mapping expression: ", "");
        }
    }

    private String missing(JsonQuery query) {
        try {
            Scope scope = Scope.newChildScope(root);
            JsonNode nothing = json.createObjectNode().set("data", json.createObjectNode());
            scope.setValue(JqFunctions.EVENT, nothing);
            scope.setValue(REQUEST, nothing);
            query.apply(scope, nothing, unused -> { });
        } catch (JsonQueryException | ExactNumber.InexactException | StackOverflowError e) {
            String message = String.valueOf(e.getMessage());
            // Whatever else goes wrong may go well with an event that says more.
            return message.contains("does not exist") || message.startsWith(JqFunctions.OWN_ERROR) ? withoutValues(message) : null;
        }
        return null;
    }

    /**
     * What a provider's request becomes, by the file {@code routes/connectors/<connector>/<file>.jq}.
     *
     * @param body    the input
     * @param request what the file reads as {@code $request}
     * @return all that it answers
     * @throws MappingException when the file is missing, never compiled, or fails on this request
     */
    public List<JsonNode> ofRequest(String connector, String file, JsonNode body, JsonNode request) {
        String name = connector + '/' + file;
        return evaluated(name, query(name), PlainText.wellFormed(body), REQUEST, request);
    }

    private JsonQuery query(String name) {
        return file(name).query();
    }

    private MappingFile file(String name) {
        return files.computeIfAbsent(name, unused -> new MappingFile(location.resolve(name + ".jq"), location.resolve(SHARED), candidates, this::missing));
    }

    private List<JsonNode> evaluated(String name, JsonQuery query, JsonNode input, String variable, JsonNode value) {
        List<JsonNode> answers = new ArrayList<>(1);
        try {
            // A scope of its own: definitions and $event of one evaluation must not meet another's.
            Scope scope = Scope.newChildScope(root);
            scope.setValue(variable, value);
            query.apply(scope, input, answers::add);
        } catch (JsonQueryUserException e) {
            throw failed(name, "it called error");
        } catch (JsonQueryException e) {
            // Without the cause: jq quotes the values it stumbled over, which may be personal data.
            throw failed(name, withoutValues(String.valueOf(e.getMessage())));
        } catch (ExactNumber.InexactException e) {
            throw failed(name, e.getMessage());
        } catch (StackOverflowError e) {
            throw failed(name, "the event or the recursion is too deep");
        }
        return answers;
    }

    private Answer nothing(String name, JsonNode answer) {
        String why = answer.size() == 1 && answer.get(NOTHING).isTextual() ? Values.line(answer.get(NOTHING), LONGEST_WHY) : null;
        if (why == null) {
            throw failed(name, "it must answer {nothing: why} with a text and no other field, where it has nothing to deliver");
        }
        return Answer.nothing(why);
    }

    private Mapped mapped(String name, JsonNode answer) {
        if (!answer.isObject() || !answer.path("payload").isContainerNode()) {
            throw failed(name, "it must answer {key, object, payload} with an object or array as payload, or null");
        }
        answer.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                // Not which: a mapping can make a name of the event's values.
                throw failed(name, "it answered a field besides key, object and payload");
            }
        });
        return new Mapped(Values.text(answer.get("key")), Values.text(answer.get("object")), answer.get("payload"));
    }

    private MappingException failed(String name, String why) {
        return new MappingException("mapping " + location.resolve(name.contains(OF_FIELDS) ? name : name + ".jq") + " failed: " + why);
    }

    private static String withoutValues(String message) {
        return message.startsWith(JqFunctions.OWN_ERROR) ? message.substring(JqFunctions.OWN_ERROR.length())
                : message.replaceAll("\\s+", " ").replaceAll("\\(.*\\)", "(…)").replaceAll("\".*\"", "\"…\"");
    }
}
