package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.versaai.hub.event.EventId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Output;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * The functions a mapping file can call besides jq's own; docs/mapping.md lists them for their users.
 *
 * <p>What an event becomes must be derivable from the event alone, so that a replay is the same delivery: {@code now}
 * and {@code env} of jq are switched off ({@code env} would also hand the process's secrets to a payload).
 */
final class JqFunctions {

    static final String EVENT = "event";
    /** Marks errors of ours, which quote the mapping file and never the event. */
    static final String OWN_ERROR = "hub: ";

    private final Texts texts;
    private final Spelling spelling;

    private JqFunctions(Texts texts, Spelling spelling) {
        this.texts = texts;
        this.spelling = spelling;
    }

    /** The read-only scope under every evaluation: jq's functions, ours, and {@code $config}. */
    static Scope rootScope(Texts texts, Spelling spelling, JsonNode config) {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
        scope.setValue("config", config);
        JqFunctions functions = new JqFunctions(texts, spelling);
        functions.addTo(scope);
        return scope;
    }

    private void addTo(Scope scope) {
        scope.addFunction("money", 2, binary((amount, currency) -> money(amount, currency)));
        scope.addFunction("major", 2, binary((amount, currency) -> major(amount, currency)));
        scope.addFunction("percent", 2, binary((part, whole) -> percent(part, whole)));
        scope.addFunction("number", 1, unary(number -> text(Values.decimal(number) == null ? null : spelling.number(Values.decimal(number)))));
        scope.addFunction("opposite", 0, filter(JqFunctions::opposite));
        scope.addFunction("currency", 1, unary(code -> text(Money.code(Values.text(code)))));
        scope.addFunction("uuid5", 1, unary(name -> text(name.isNull() ? null : EventId.name(name.asText()))));
        scope.addFunction("sha256", 0, filter(in -> text(Values.text(in) == null ? null : sha256(Values.text(in)))));
        scope.addFunction("clip", 1, (scope1, args, in, path, out, version) -> each(scope1, args.get(0), in,
                limit -> out.emit(text(Values.line(in, limit.asInt())), null)));
        scope.addFunction("tidy", 1, (scope1, args, in, path, out, version) -> each(scope1, args.get(0), in,
                limit -> out.emit(Values.tidy(in, limit.asInt()), null)));
        scope.addFunction("compact", 0, filter(Values::compact));
        scope.addFunction("identifier", 0, filter(in -> text(Values.identifier(in))));
        scope.addFunction("email", 0, filter(in -> text(Values.email(in))));
        scope.addFunction("millis", 0, filter(in -> Values.millis(in) == null ? NullNode.instance : LongNode.valueOf(Values.millis(in))));
        scope.addFunction("day", 0, filter(in -> text(Values.day(in))));
        for (int arity = 1; arity <= 2; arity++) {
            scope.addFunction("text", arity, sentence(texts::slack));
            scope.addFunction("plain", arity, sentence(texts::plain));
            scope.addFunction("whole", arity, sentence(texts::whole));
        }
        scope.addFunction("now", 0, refused("now", "a replay must give the same payload: use .time"));
        scope.addFunction("env", 0, refused("env", "the environment holds secrets: use $config"));
    }

    private JsonNode money(JsonNode amount, JsonNode currency) {
        return text(Values.decimal(amount) == null ? null : spelling.money(Values.decimal(amount), Values.text(currency)));
    }

    private static JsonNode major(JsonNode amount, JsonNode currency) {
        return Values.decimal(amount) == null ? NullNode.instance
                : ExactNumber.of(Money.major(Values.decimal(amount), Values.text(currency)));
    }

    private static JsonNode percent(JsonNode part, JsonNode whole) {
        BigDecimal percent = Values.percent(part, whole);
        return percent == null ? NullNode.instance : ExactNumber.whole(percent);
    }

    private static JsonNode opposite(JsonNode number) {
        return number.isNumber() && Values.decimal(number) != null ? ExactNumber.of(number.decimalValue().negate()) : NullNode.instance;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@code text("key")} or {@code text("key"; {name: value})}: placeholders from the object, else data, else the event. */
    private static Function sentence(Template template) {
        return (scope, args, in, path, out, version) -> each(scope, args.get(0), in, key -> {
            JsonNode said = scope.getValue(EVENT);
            JsonNode event = said == null ? MissingNode.getInstance() : said; // a request is none yet
            if (args.size() == 1) {
                out.emit(fill(template, key, JsonNodeFactory.instance.objectNode(), event), null);
            } else {
                each(scope, args.get(1), in, values -> out.emit(fill(template, key, values, event), null));
            }
        });
    }

    private static JsonNode fill(Template template, JsonNode key, JsonNode values, JsonNode event) throws JsonQueryException {
        try {
            return text(template.fill(key.asText(), name -> {
                if (values.has(name)) {
                    return Values.text(values.path(name)); // null where the mapping found that it has no value
                }
                String value = Values.text(event.path("data").path(name));
                return value == null ? Values.text(event.path(name)) : value;
            }));
        } catch (IllegalArgumentException e) {
            throw new JsonQueryException(OWN_ERROR + e.getMessage());
        }
    }

    private static JsonNode text(String text) {
        return text == null ? NullNode.instance : TextNode.valueOf(text);
    }

    private static Function filter(UnaryOperator<JsonNode> operation) {
        return (scope, args, in, path, out, version) -> out.emit(operation.apply(in), null);
    }

    private static Function unary(UnaryOperator<JsonNode> operation) {
        return (scope, args, in, path, out, version) -> each(scope, args.get(0), in, a -> out.emit(operation.apply(a), null));
    }

    private static Function binary(BinaryOperator<JsonNode> operation) {
        return (scope, args, in, path, out, version) -> each(scope, args.get(0), in,
                a -> each(scope, args.get(1), in, b -> out.emit(operation.apply(a, b), null)));
    }

    private static Function refused(String name, String why) {
        return (scope, args, in, path, out, version) -> {
            throw new JsonQueryException(OWN_ERROR + name + " is switched off; " + why);
        };
    }

    private static void each(Scope scope, Expression argument, JsonNode in, Output then)
            throws JsonQueryException {
        argument.apply(scope, in, then);
    }

    private interface Template {
        String fill(String key, java.util.function.Function<String, String> values);
    }
}
