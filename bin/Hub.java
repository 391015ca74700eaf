import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What integration engineers ask the running hub, from a terminal. One source file: the JDK runs it as it is. */
public final class Hub {

    private static final String HELP = """
            bin/hub problems                          texts on disk that do not run, and why
            bin/hub lint                              what the rules say about routes and kamelets
            bin/hub catalog                           everything that runs, as JSON
            bin/hub dry-run ROUTE EVENT.json          what a route would do with an event; sends nothing
            bin/hub dry-run /webhooks/SOURCE REQUEST.json [--header "X-GitHub-Event: issues"]... [--object OBJECT.json]
                                                      what a webhook would become, and what the routes would do with that
            bin/hub try FILE... [--since 24h] [--type payment.processed] [--limit 100]
                                                      what these texts would have done with events that have been
            bin/hub sample EVENT-ID                   a captured event for samples/, people replaced
            bin/hub new-connector PROVIDER THING URL [--inbound]
                                                      kamelet, manifest, mapping, simulator stub, sample and test
            bin/hub new-connector PROVIDER --inbound  a sender of webhooks only: manifest and mapping

            HUB_URL (http://localhost:8080) says where the hub is, HUB_API_KEY who asks. Without a key: whoever runs the hub on this
            machine, by the token file in its folder data (HUB_DATA says where that is); else the sandbox's key.
            """;
    private static final Pattern SUMMARY = Pattern.compile("\"summary\": ?\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final String WEBHOOKS = "/webhooks/";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Commands that look for something, and what their answer has when they have found nothing. */
    private static final Map<String, Pattern> FOUND = Map.of("problems", Pattern.compile("\"problems\"\\s*:\\s*\\[\\s*]"),
            "lint", Pattern.compile("\"findings\"\\s*:\\s*\\[\\s*]"));

    private final String url = System.getenv().getOrDefault("HUB_URL", "http://localhost:8080").replaceAll("/+$", "");
    private final Proof proof = proof();

    private Hub() {
    }

    /** Exit code 0: done; 1: the hub says no, or problems or lint found something; 2: wrong use. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            String answer = new Hub().run(List.of(arguments));
            out.println(answer);
            if (arguments.length > 0 && FOUND.containsKey(arguments[0]) && !FOUND.get(arguments[0]).matcher(answer).find()) {
                System.exit(1);
            }
        } catch (WrongUse e) {
            System.err.print((e.getMessage().isEmpty() ? "" : e.getMessage() + "\n\n") + HELP);
            System.exit(2);
        } catch (Refused e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("That did not work: " + e);
            System.exit(1);
        }
    }

    private static final class WrongUse extends RuntimeException {
        WrongUse(String message) {
            super(message);
        }
    }

    private static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    /**
     * How the hub knows who asks.
     *
     * @param file where a token was read; null for a key
     */
    private record Proof(String header, String value, Path file, boolean ofTheSandbox) {
    }

    /** A token never leaves this machine: a hub elsewhere has no use for it. */
    private Proof proof() {
        String key = System.getenv().getOrDefault("HUB_API_KEY", "").strip();
        if (!key.isEmpty()) {
            return new Proof("X-API-Key", key, null, false);
        }
        URI hub = URI.create(url);
        if (hub.getHost() != null && THIS_MACHINE.contains(hub.getHost().toLowerCase(Locale.ROOT))) {
            int port = hub.getPort() > 0 ? hub.getPort() : "https".equals(hub.getScheme()) ? 443 : 80;
            for (Path folder : dataFolders()) {
                Path file = folder.resolve("local-token-" + port);
                if (Files.isReadable(file)) {
                    try {
                        return new Proof("X-Hub-Local-Token", Files.readString(file).strip(), file, false);
                    } catch (IOException e) {
                        throw new Refused("The token in " + file + " could not be read: " + e.getMessage());
                    }
                }
            }
        }
        return new Proof("X-API-Key", "sandbox-api-key", null, true);
    }

    /** Where a hub that was started here, or beside this command, keeps its data. */
    private static List<Path> dataFolders() {
        String told = System.getenv().getOrDefault("HUB_DATA", "").strip();
        return told.isEmpty() ? List.of(Path.of("data"), Path.of(System.getProperty("hub.home", "."), "data")) : List.of(Path.of(told));
    }

    private String run(List<String> words) throws IOException, InterruptedException {
        String command = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (command) {
            case "problems" -> get("/api/v1/routes/problems");
            case "lint" -> get("/api/v1/routes/lint");
            case "catalog" -> get("/api/v1/catalog");
            case "dry-run" -> dryRun(rest);
            case "try" -> summed(post("/api/v1/routes/try", trial(rest)));
            case "sample" -> get("/api/v1/routes/sample?event=" + encoded(word(rest, 0, "EVENT-ID")));
            case "new-connector" -> connector(rest);
            default -> throw new WrongUse("help".equals(command) || command.isEmpty() ? "" : "There is no command " + command + ".");
        };
    }

    /** The trial's sentence, then the details it sums up. */
    private static String summed(String answer) {
        Matcher summary = SUMMARY.matcher(answer);
        return summary.find() ? summary.group(1).replace("\\\"", "\"").replace("\\\\", "\\") + '\n' + answer : answer;
    }

    private String dryRun(List<String> words) throws IOException, InterruptedException {
        String what = word(words, 0, "ROUTE or /webhooks/SOURCE");
        if (!what.startsWith(WEBHOOKS)) {
            return post("/api/v1/routes/" + encoded(what) + "/dry-run", text(word(words, 1, "EVENT.json")));
        }
        return post("/api/v1/sources/" + encoded(what.substring(WEBHOOKS.length())) + "/dry-run", request(words));
    }

    /** Body and object go as texts: what the sender wrote, to the character. */
    private static String request(List<String> words) throws IOException {
        List<String> fields = new ArrayList<>(List.of("\"body\": " + quoted(text(word(words, 1, "REQUEST.json")))));
        List<String> headers = new ArrayList<>();
        for (int i = 2; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--header" -> {
                    String[] header = word(words, ++i, "--header \"Name: value\"").split(":", 2);
                    if (header.length < 2) {
                        throw new WrongUse("--header is \"Name: value\".");
                    }
                    headers.add(quoted(header[0].strip()) + ": " + quoted(header[1].strip()));
                }
                case "--object" -> fields.add("\"object\": " + quoted(text(word(words, ++i, "--object OBJECT.json"))));
                default -> throw new WrongUse("There is no " + words.get(i) + " here.");
            }
        }
        fields.add("\"headers\": {" + String.join(", ", headers) + "}");
        return "{" + String.join(", ", fields) + "}";
    }

    private static String word(List<String> words, int at, String what) {
        if (words.size() <= at) {
            throw new WrongUse(what + " is missing.");
        }
        return words.get(at);
    }

    private static String text(String file) throws IOException {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new WrongUse("There is no file " + file + ".");
        }
        return Files.readString(path);
    }

    /** Files are named from routes/ or kamelets/ on, wherever they lie. */
    private static String trial(List<String> words) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--since", "--type" -> fields.add(quoted(word.substring(2)) + ": " + quoted(word(words, ++i, word + " something")));
                case "--limit" -> fields.add("\"limit\": " + number(word(words, ++i, "--limit number")));
                default -> files.put(name(word), text(word));
            }
        }
        if (files.isEmpty()) {
            throw new WrongUse("FILE is missing.");
        }
        List<String> texts = new ArrayList<>();
        files.forEach((name, text) -> texts.add(quoted(name) + ": " + quoted(text)));
        fields.add("\"files\": {" + String.join(", ", texts) + "}");
        return "{" + String.join(", ", fields) + "}";
    }

    private static String number(String word) {
        if (!word.matches("[0-9]{1,9}")) {
            throw new WrongUse("--limit is a number.");
        }
        return String.valueOf(Integer.parseInt(word));
    }

    private static String name(String file) {
        String path = Path.of(file).toAbsolutePath().normalize().toString().replace('\\', '/');
        int at = Math.max(path.lastIndexOf("/routes/"), path.lastIndexOf("/kamelets/"));
        if (at < 0) {
            throw new WrongUse(file + " lies neither in routes/ nor in kamelets/.");
        }
        return path.substring(at + 1);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request.header(proof.header(), proof.value()).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new Refused(answer.statusCode() + " " + answer.body() + (answer.statusCode() == 401 ? '\n' + unknown() : ""));
            }
            return pretty(answer.body());
        } catch (ConnectException e) {
            throw new Refused("No hub answers at " + url + ". Start it (mvn spring-boot:run) or set HUB_URL.");
        }
    }

    private String unknown() {
        if (proof.file() != null) {
            return "The token in " + proof.file() + " is not that of the hub at " + url + ": it is new at each start. If that hub has another folder, say so"
                    + " by HUB_DATA; or give a key by HUB_API_KEY.";
        }
        return !proof.ofTheSandbox() ? "The hub at " + url + " does not know the key in HUB_API_KEY."
                : "The hub at " + url + " does not know the sandbox's key, and no token of it is readable here. On its own machine run this as the user"
                + " that runs the hub, in its folder, or say by HUB_DATA where its data is; elsewhere give a key by HUB_API_KEY.";
    }

    /** JSON with line breaks; it comes from the hub, so it is well-formed. */
    private static String pretty(String json) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        boolean inside = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"' && !escaped(json, i)) {
                inside = !inside;
            }
            if (inside || "{}[],:".indexOf(c) < 0) {
                out.append(c);
            } else if (c == '{' || c == '[') {
                boolean empty = i + 1 < json.length() && (json.charAt(i + 1) == '}' || json.charAt(i + 1) == ']');
                out.append(c).append(empty ? "" : "\n" + "  ".repeat(++depth));
            } else if (c == '}' || c == ']') {
                boolean empty = json.charAt(i - 1) == '{' || json.charAt(i - 1) == '[';
                out.append(empty ? "" : "\n" + "  ".repeat(--depth)).append(c);
            } else {
                out.append(c).append(c == ',' ? "\n" + "  ".repeat(depth) : " ");
            }
        }
        return out.toString();
    }

    private static boolean escaped(String json, int at) {
        int backslashes = 0;
        while (at - backslashes > 0 && json.charAt(at - backslashes - 1) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static String connector(List<String> arguments) throws IOException {
        List<String> plain = arguments.stream().filter(word -> !word.equals("--inbound")).toList();
        boolean inbound = plain.size() < arguments.size();
        String provider = plainName(word(plain, 0, "PROVIDER"));
        Map<String, String> words = new LinkedHashMap<>(Map.of("provider", provider, "Provider", capital(provider)));
        Map<String, String> files = new LinkedHashMap<>();
        String folder = "routes/connectors/" + provider + "/";
        String said = "";
        if (!inbound || plain.size() > 1) {
            said = outbound(plain, words, files);
        } else {
            files.put("source.yaml", folder + "connector.yaml");
        }
        if (inbound) {
            files.put("inbound.jq", folder + "inbound.jq");
            said += "\n\nWebhooks come to /webhooks/" + provider + ", within seconds and without a restart. They are refused until you set hub.provider."
                    + provider + ".webhook-secrets; the manifest says how they are signed.";
        }
        write(files, words, inbound ? folder + "connector.yaml" : null);
        return String.join("\n", files.values()) + said;
    }

    private static String plainName(String word) {
        if (!word.matches("[a-z][a-z0-9]{1,30}")) {
            throw new WrongUse("PROVIDER and THING are words of lower case letters and digits.");
        }
        return word;
    }

    private static String outbound(List<String> arguments, Map<String, String> words, Map<String, String> files) {
        String provider = words.get("provider");
        String thing = plainName(word(arguments, 1, "THING"));
        String address = word(arguments, 2, "URL");
        URI url;
        try {
            url = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new WrongUse("URL is no URL.");
        }
        if (url.getHost() == null || !"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
            throw new WrongUse("URL is the full address of the call, https://api.example.com/events.");
        }
        words.putAll(Map.of("thing", thing, "Thing", capital(thing), "path", url.getPath().isEmpty() ? "/" : url.getPath(), "base",
                address.substring(0, address.indexOf(url.getHost()) + url.getHost().length()) + (url.getPort() > 0 ? ":" + url.getPort() : "")));
        files.put("kamelet.yaml", "kamelets/" + provider + "-" + thing + "-sink.kamelet.yaml");
        files.put("mapping.jq", "routes/connectors/" + provider + "/" + thing + ".jq");
        files.put("connector.yaml", "routes/connectors/" + provider + "/connector.yaml");
        files.put("stub.json", "src/test/resources/connectors/" + provider + "-" + thing + "/stub.json");
        files.put("sample.json", "src/test/resources/connectors/" + provider + "-" + thing + "/sample.json");
        files.put("Test.java.txt", "src/test/java/com/versaai/hub/connector/" + provider + "/" + capital(provider) + capital(thing) + "SinkTest.java");
        return """


                Its test passes: mvn -q test -Dtest=%s
                A hub that runs in this folder has the destination %s by now: its queue, circuit and route. It sends nothing until you
                set hub.provider.%s.token and name it in an event route: .to("kamelet:hub-delivery-sink?to=%s&action=%s")"""
                .formatted(capital(provider) + capital(thing) + "SinkTest", provider, provider, provider, thing);
    }

    /** @param receiving the manifest that also says what is received, null for none */
    private static void write(Map<String, String> files, Map<String, String> words, String receiving) throws IOException {
        for (String file : files.values()) {
            if (Files.exists(Path.of(file))) {
                throw new Refused(file + " is there already; nothing was written.");
            }
        }
        Path templates = Path.of("bin", "connector");
        if (!Files.isDirectory(templates) || !Files.isDirectory(Path.of("routes/connectors"))) {
            throw new Refused("Run it in the folder of the project, which holds bin/connector and routes/connectors; nothing was written.");
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            String text = Files.readString(templates.resolve(file.getKey()));
            if (file.getValue().equals(receiving)) {
                text = (text.contains("webhook-secrets") ? text : text.replace("settings:\n",
                        "settings:\n  webhook-secrets: {title: Secrets that <<Provider>> signs with, secret: true}\n"))
                        + Files.readString(templates.resolve("inbound.yaml"));
            }
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace("<<" + word.getKey() + ">>", word.getValue());
            }
            Path target = Path.of(file.getValue());
            Files.createDirectories(target.getParent());
            Files.writeString(target, text);
        }
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
