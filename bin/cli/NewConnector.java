package cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scaffold of a connector, from the templates in bin/connector. */
final class NewConnector {

    private final Terminal terminal;

    NewConnector(Terminal terminal) {
        this.terminal = terminal;
    }

    int run(Line line) throws IOException {
        terminal.line(connector(line.atMost(3)));
        return 0;
    }

    private static String connector(Line line) throws IOException {
        boolean inbound = line.has("--inbound");
        String provider = plainName(line, line.word(0, "PROVIDER"));
        Map<String, String> words = new LinkedHashMap<>(Map.of("provider", provider, "Provider", capital(provider)));
        Map<String, String> files = new LinkedHashMap<>();
        String folder = "routes/connectors/" + provider + "/";
        String said = "";
        if (!inbound || line.words().size() > 1) {
            said = outbound(line, words, files);
        } else {
            files.put("source.yaml", folder + "connector.yaml");
        }
        if (inbound) {
            files.put("inbound.jq", folder + "inbound.jq");
            said += "\n\nWebhooks come to /webhooks/" + provider
                    + ", within seconds and without a restart. They are refused until you set hub.provider."
                    + provider + ".webhook-secrets; the manifest says how they are signed.";
        }
        write(files, words, inbound ? folder + "connector.yaml" : null);
        return String.join("\n", files.values()) + said;
    }

    private static String plainName(Line line, String word) {
        if (!word.matches("[a-z][a-z0-9]{1,30}")) {
            throw line.wrong("PROVIDER and THING are words of lower case letters and digits.");
        }
        return word;
    }

    private static String outbound(Line line, Map<String, String> words, Map<String, String> files) {
        String provider = words.get("provider");
        String thing = plainName(line, line.word(1, "THING"));
        String address = line.word(2, "URL");
        URI url;
        try {
            url = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw line.wrong("URL is no URL.");
        }
        if (url.getHost() == null || !"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
            throw line.wrong("URL is the full address of the call, https://api.example.com/events.");
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
