package com.versaai.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.verification.Parameter;
import com.versaai.hub.verification.Scheme;
import com.versaai.hub.verification.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What docs/connectors.md says of each connector and each verification scheme: read from the manifests and the code, never written by hand. */
final class ConnectorDocs {

    private static final Path SOURCES = Path.of("src/main/java/com/versaai/hub/connector");
    /** {@code Destination.USUAL_CONCURRENCY} */
    private static final int USUAL_CONCURRENCY = 4;

    private final Path folder;

    /** @param folder of the connectors' folders */
    ConnectorDocs(Path folder) {
        this.folder = folder;
    }

    /** A section of each connector, by name. */
    String connectors(Collection<Manifest> manifests) {
        return manifests.stream().map(this::section).collect(Collectors.joining("\n"));
    }

    /** All that can be asked of all, and all that they send, a line each. */
    String overview(Collection<Manifest> manifests) {
        List<List<String>> rows = new ArrayList<>();
        for (Manifest manifest : manifests) {
            String auth = manifest.authentication() == null ? "–" : '`' + manifest.authentication().scheme() + '`';
            String tested = manifest.testedAgainst().isEmpty() ? "–" : String.join(", ", manifest.testedAgainst());
            Set<String> actions = manifest.kamelet() == null ? Set.of() : actions(manifest);
            for (String action : actions) {
                Manifest.Action said = manifest.actions().getOrDefault(action, new Manifest.Action(null, null, null, null, null, null, null, null));
                boolean idempotent = said.idempotent() == null ? manifest.idempotent() : said.idempotent();
                rows.add(List.of(manifest.title(), "out", '`' + action + '`' + (said.object() == null ? "" : " (" + said.object() + ")"), auth,
                        idempotent ? "by the provider" : "the hub claims", tested));
            }
            manifest.lookups().keySet().forEach(lookup -> rows.add(List.of(manifest.title(), "out", "looks up `" + lookup + '`', auth, "reads only", tested)));
            if (manifest.inbound() != null) {
                inboundRows(rows, manifest, auth, tested);
            }
        }
        StringBuilder text = new StringBuilder();
        table(text, List.of("system", "direction", "operation", "authentication", "idempotency", "tested against"), rows);
        return text.toString().stripTrailing() + '\n';
    }

    private static void inboundRows(List<List<String>> rows, Manifest manifest, String auth, String tested) {
        manifest.inbound().byDoor().forEach((door, inbound) -> rows.add(List.of(manifest.title(), "in",
                "`/webhooks/" + manifest.name() + (door.isEmpty() ? "" : '/' + door) + '`', '`' + inbound.verification().scheme() + '`',
                inbound.event().containsKey("id") ? "by `" + inbound.event().get("id") + '`' : "by its mapping", tested)));
        manifest.inbound().feeds().forEach(feed -> rows.add(List.of(manifest.title(), "in", feed, auth, "by the id of what it reads", tested)));
        manifest.inbound().loads().forEach(load -> rows.add(List.of(manifest.title(), "in", "first load of `" + load + '`', auth, "by record and version", tested)));
    }

    private String section(Manifest manifest) {
        StringBuilder text = new StringBuilder("### ").append(manifest.title()).append("\n\n");
        line(text, head(manifest));
        settings(text, manifest);
        if (manifest.kamelet() != null) {
            outbound(text, manifest);
        }
        if (!manifest.faults().isEmpty()) {
            faults(text, manifest);
        }
        if (manifest.inbound() != null) {
            manifest.inbound().byDoor().forEach((door, inbound) -> line(text, "Inbound: " + inbound(manifest, door, inbound)));
        }
        if (!manifest.eventTypes().isEmpty()) {
            line(text, "Event types that it brings along: `" + String.join("`, `", manifest.eventTypes()) + "`");
        }
        return text.toString().stripTrailing() + '\n';
    }

    private String head(Manifest manifest) {
        String name = manifest.name();
        List<String> links = new ArrayList<>(List.of("`" + name + "`", manifest.kind(), "[manifest](../routes/connectors/" + name + "/connector.yaml)"));
        if (Files.isDirectory(SOURCES.resolve(name))) {
            links.add("[Java](../" + SOURCES + '/' + name + ')');
        }
        if (manifest.documentation() != null) {
            links.add('[' + manifest.title() + "'s documentation](" + manifest.documentation() + ')');
        }
        return String.join(" · ", links) + (manifest.authentication() == null ? "" : "<br>\nAuthentication: " + authentication(manifest.authentication()));
    }

    private static String authentication(Authentication said) {
        String details = Stream.of(part("header", said.header()), part("secret in", said.setting()), part("user in", said.user()),
                part("password in", said.password())).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        return '`' + said.scheme() + '`' + (details.isEmpty() ? "" : ", " + details);
    }

    private static String part(String word, String value) {
        return value == null ? "" : word + " `" + value + '`';
    }

    private static void settings(StringBuilder text, Manifest manifest) {
        if (manifest.settings().isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        manifest.settings().forEach((name, setting) -> rows.add(List.of('`' + name + '`', words(setting.title()),
                setting.type() + (setting.pattern() == null ? "" : " `" + setting.pattern() + '`'),
                setting.secret() ? "**secret**" : setting.defaultValue() == null ? "" : '`' + setting.defaultValue() + '`',
                setting.required() && setting.defaultValue() == null ? "required" : "")));
        table(text, List.of("`hub.provider." + manifest.name() + ".…`", "is", "type", "default", ""), rows);
        if (!manifest.either().isEmpty()) {
            text.append("Of these one is needed: ").append(manifest.either().stream()
                    .map(way -> way.stream().map(name -> '`' + name + '`').collect(Collectors.joining(" and "))).collect(Collectors.joining("; ")))
                    .append(".\n\n");
        }
    }

    private void outbound(StringBuilder text, Manifest manifest) {
        List<List<String>> rows = new ArrayList<>();
        for (String action : actions(manifest)) {
            Manifest.Action said = manifest.actions().getOrDefault(action, new Manifest.Action(null, null, null, null, null, null, null, null));
            boolean idempotent = said.idempotent() == null ? manifest.idempotent() : said.idempotent();
            String mapping = manifest.mappingOf(action);
            rows.add(List.of('`' + action + '`' + (said.title() == null ? "" : ": " + words(said.title())), said.object() == null ? "" : said.object(),
                    link(manifest.kameletOf(action), "../kamelets/" + manifest.kameletOf(action) + ".kamelet.yaml"),
                    link(mapping, "../routes/connectors/" + manifest.name() + '/' + mapping),
                    idempotent ? "dropped by the provider" + (manifest.idempotentFor() == null ? "" : " for " + manifest.idempotentFor().toHours() + " h") : "a second effect: the hub claims first"));
        }
        table(text, List.of("action", "object", "kamelet", "mapping", "a repeated call is"), rows);
        line(text, "Destinations: " + destinations(manifest) + ". " + limits(manifest));
    }

    /** Those with an entry, and the mappings that are actions without one. */
    private Set<String> actions(Manifest manifest) {
        Set<String> actions = new TreeSet<>(manifest.actions().keySet());
        Set<String> taken = manifest.actions().keySet().stream().map(manifest::mappingOf).collect(Collectors.toSet());
        Set<String> inbound = manifest.inbound() == null ? Set.of() : manifest.inbound().byDoor().values().stream()
                .flatMap(door -> Stream.of(mapping(door), String.valueOf(door.answer().mapping()))).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder.resolve(manifest.name()))) {
            files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".jq") && !taken.contains(file) && !inbound.contains(file))
                    .forEach(file -> actions.add(file.substring(0, file.length() - ".jq".length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return actions;
    }

    private static String mapping(Manifest.Inbound inbound) {
        return inbound.mapping() == null ? "inbound.jq" : inbound.mapping();
    }

    private static String destinations(Manifest manifest) {
        String all = manifest.destinations().entrySet().stream().map(entry -> '`' + entry.getKey() + '`' + instance(entry.getValue()))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none without configuration" : all;
    }

    private static String instance(Manifest.Instance said) {
        String details = Stream.of(part("kind", said.kind()), part("account", said.account()),
                part("concurrency", said.concurrency() == null ? null : said.concurrency().toString()), part("enabled with", said.enabledWith()),
                policy(said.policy()), part("off until", Boolean.FALSE.equals(said.enabled()) ? "`hub.delivery.destinations.<name>.enabled=true`" : null))
                .filter(one -> !one.isEmpty()).collect(Collectors.joining(", "));
        return details.isEmpty() ? "" : " (" + details + ')';
    }

    private static String policy(JsonNode said) {
        List<String> differs = new ArrayList<>();
        flatten("", said, differs);
        return String.join(", ", differs);
    }

    private static String limits(Manifest manifest) {
        int concurrency = manifest.concurrency() == null ? USUAL_CONCURRENCY : manifest.concurrency();
        List<String> differs = new ArrayList<>();
        flatten("", manifest.policy(), differs);
        return "At once: " + concurrency + ". Policy: " + (differs.isEmpty() ? "the usual" : String.join(", ", differs)) + '.';
    }

    private static void flatten(String path, JsonNode node, List<String> into) {
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(path.isEmpty() ? field.getKey() : path + '.' + field.getKey(), field.getValue(), into));
        } else if (!node.isMissingNode()) {
            into.add('`' + path + ": " + (node.isValueNode() ? node.asText() : node.toString()) + '`');
        }
    }

    private static void faults(StringBuilder text, Manifest manifest) {
        List<List<String>> rows = manifest.faults().stream().map(rule -> List.of(rule.status() == null ? "any" : rule.status().toString(),
                rule.code() == null ? "any" : '`' + rule.code() + '`', rule.faultClass(), rule.retryAfter() == null ? "" : duration(rule.retryAfter()))).toList();
        line(text, "Faults that mean something else than usual:");
        table(text, List.of("status", "code", "class", "left alone for"), rows);
    }

    private String inbound(Manifest manifest, String door, Manifest.Inbound inbound) {
        Verification proof = inbound.proof();
        String parameters = proof.parameters().isEmpty() ? "" : " (" + proof.parameters().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " `" + entry.getValue() + '`').collect(Collectors.joining(", ")) + ')';
        String window = proof.window() == null ? "requests say no time, so replays are told by id" : duration(proof.window()) + " either way";
        String words = Stream.of("id", "type", "time", "subject", "account").map(word -> word + ' ' + (inbound.event().containsKey(word)
                ? '`' + inbound.event().get(word) + '`' + (inbound.mayLack().contains(word) ? " (may lack)" : "") : "–")).collect(Collectors.joining(", "));
        if (!inbound.body().equals("json")) {
            words = "`" + inbound.body() + "`: " + words;
        }
        for (Map.Entry<String, Duration> sealed : inbound.sealed().entrySet()) {
            words += "\n- sealed for mappings: `" + sealed.getKey() + "`, of use for " + duration(sealed.getValue());
        }
        if (inbound.mode() != null) {
            InboundMode mode = inbound.mode();
            words += "\n- real or a test: `" + mode.at() + '`' + (mode.live() == null ? "" : ", live `" + mode.live() + '`')
                    + (mode.test() == null ? "" : ", test `" + mode.test() + '`');
        }
        String file = mapping(inbound);
        String events = Files.exists(folder.resolve(manifest.name()).resolve(file)) ? link(file, "../routes/connectors/" + manifest.name() + '/' + file)
                : "the connector's Java";
        Manifest.Answer answer = inbound.answer();
        return "`POST /webhooks/" + manifest.name() + (door.isEmpty() ? "" : '/' + door) + "`\n\n- proof: `" + proof.scheme().manifestName() + '`' + parameters
                + "; window: " + window + "\n- read at the door: " + words + (inbound.isXml() ? "\n- body: XML without document type" : "")
                + "\n- answer: " + answer.status() + (answer.body() == null ? "" : " `" + answer.body() + '`')
                + (answer.mapping() == null ? "" : ", or as " + link(answer.mapping(), "../routes/connectors/" + manifest.name() + '/' + answer.mapping()) + " says")
                + "\n- events by " + events + (inbound.read() == null ? "" : "\n- objects of thin events by "
                + link(inbound.read(), "../kamelets/" + inbound.read() + ".kamelet.yaml"))
                + (inbound.loads().isEmpty() ? "" : "\n- first load of " + String.join(", ", inbound.loads()) + " (`POST /api/v1/loads`)");
    }

    /** A row of each scheme, in the order of the code. */
    static String schemes() {
        StringBuilder text = new StringBuilder();
        List<List<String>> rows = Arrays.stream(Scheme.values()).map(scheme -> List.of('`' + scheme.manifestName() + '`', words(scheme.meaning()),
                parameters(scheme), window(scheme), signsUrl(scheme))).toList();
        table(text, List.of("scheme", "proof and secrets", "parameters", "replay window", "public URL signed"), rows);
        return text.toString().stripTrailing() + '\n';
    }

    private static String parameters(Scheme scheme) {
        Function<Parameter, String> one = parameter -> '`' + parameter.name() + '`' + (parameter.required() ? " (required)" : "")
                + (parameter.values().isEmpty() ? "" : " (" + String.join(", ", parameter.values()) + ')') + ": " + words(parameter.meaning());
        return scheme.parameters().stream().map(one).collect(Collectors.joining("<br>"));
    }

    private static String window(Scheme scheme) {
        Duration window = new Verification(scheme, least(scheme), null).window();
        return window != null ? duration(window) : scheme.parameters().stream().anyMatch(parameter -> parameter.name().equals("timestamp-header"))
                ? duration(Verification.DEFAULT_WINDOW) + ", with `timestamp-header`" : "none";
    }

    private static String signsUrl(Scheme scheme) {
        boolean chosen = scheme.parameters().stream().anyMatch(parameter -> parameter.meaning().contains("{url}"));
        return chosen ? "with `{url}`" : new Verification(scheme, least(scheme), null).signsUrl() ? "yes" : "";
    }

    /** As few parameters as it can do with. */
    private static Map<String, String> least(Scheme scheme) {
        return switch (scheme) {
            case HMAC, TOKEN -> Map.of("header", "X-Proof");
            default -> Map.of();
        };
    }

    private static void table(StringBuilder text, List<String> head, List<List<String>> rows) {
        row(text, head);
        row(text, head.stream().map(column -> "---").toList());
        rows.forEach(cells -> row(text, cells.stream().map(cell -> cell.replace("|", "\\|")).toList()));
        text.append('\n');
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\n\n");
    }

    /** What is no Markdown is not to be taken for HTML either. */
    private static String words(String said) {
        return said.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String link(String words, String target) {
        return "[`" + words + "`](" + target + ')';
    }

    private static String duration(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
