package com.versaai.hub.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What people save by mistake in a week: into texts that run, and as new ones beside them. Each is told, and harms nothing else. */
final class BrokenEdits {

    private static final String PAYMENTS = "routes/events/PaymentEvents.java";
    private static final String CONFIGURE = "configure() {";
    private static final String KAMELET = "kamelets/slack-message-sink.kamelet.yaml";
    private static final String YAML = """
            - route:
                id: broken-edit
                description: broken
                group: events
                routeConfigurationId: hub-events
                from:
                  uri: kamelet:hub-event-source
                  parameters: {topics: hub.events.user.login, subscriber: broken-edit}
                  steps:
                    - log: {message: x}
            """;

    private BrokenEdits() {
    }

    /**
     * One mistake.
     *
     * @param file below the hub's home
     * @param text what it is saved as
     */
    record Edit(String name, String file, byte[] text) {
    }

    static List<Edit> of(Path home) throws IOException {
        List<Edit> edits = new ArrayList<>();
        java(edits, Files.readString(home.resolve(PAYMENTS)));
        newJava(edits);
        newYaml(edits);
        others(edits, home);
        return edits;
    }

    private static void java(List<Edit> edits, String good) {
        change(edits, "nonsense", good, text -> text.replace(CONFIGURE, CONFIGURE + " nonsense"));
        change(edits, "a brace too few", good, text -> text.substring(0, text.lastIndexOf('}')));
        change(edits, "half a file", good, text -> text.substring(0, text.length() / 2));
        change(edits, "a class that is not there", good, text -> text.replace("import org", "import com.nobody.Nothing;\nimport org"));
        change(edits, "an import too few", good, text -> text.replace("import org.apache.camel.builder.RouteBuilder;", ""));
        change(edits, "another class name", good, text -> text.replace("class PaymentEvents", "class PaymentEvent"));
        change(edits, "no route builder", good, text -> text.replace(" extends RouteBuilder", "").replace("@Override", ""));
        change(edits, "throws", good, text -> text.replace(CONFIGURE, CONFIGURE + " if (true) { throw new IllegalStateException(\"x\"); }"));
        change(edits, "throws an error", good, text -> text.replace(CONFIGURE, CONFIGURE + " if (true) { throw new StackOverflowError(); }"));
        change(edits, "a constructor that throws", good, text -> text.replace("    @Override", "    public PaymentEvents() {\n        throw new IllegalStateException();\n    }\n\n    @Override"));
        change(edits, "a static block that throws", good, text -> text.replace("    @Override", "    static {\n        if (true) { throw new IllegalStateException(); }\n    }\n\n    @Override"));
        change(edits, "never ends", good, text -> text.replace(CONFIGURE, CONFIGURE + " while (System.nanoTime() != 0) { Thread.onSpinWait(); if (Thread.interrupted()) { return; } }"));
        change(edits, "no policy", good, text -> text.replace(".routeConfigurationId(\"hub-events\")", ""));
        change(edits, "a policy that is not there", good, text -> text.replace("\"hub-events\"", "\"hub-nobody\""));
        change(edits, "another's id", good, text -> text.replace(".routeId(\"payment-events-notify\")", ".routeId(\"inbox-map\")"));
        change(edits, "a component that is not there", good, text -> text.replace(".choice()", ".to(\"nobody:x\")\n            .choice()"));
        change(edits, "a kamelet that is not there", good, text -> text.replace(".choice()", ".to(\"kamelet:nobody-sink\")\n            .choice()"));
        change(edits, "a wrong option", good, text -> text.replace(".choice()", ".to(\"log:x?nobody=1\")\n            .choice()"));
        change(edits, "a wrong expression", good, text -> text.replace("${body.type} == 'payment.processed'", "${body.type == 'payment.processed'"));
        change(edits, "not waited for", good, text -> text.replace(".choice()", ".aggregate(constant(1), (a, b) -> b).completionSize(2).to(\"kamelet:hub-delivery-sink?to=slack&action=x&why=y\").end()\n            .choice()"));
        change(edits, "empty", good, text -> "");
    }

    private static void change(List<Edit> edits, String name, String good, UnaryOperator<String> mistake) {
        String bad = mistake.apply(good);
        if (bad.equals(good)) {
            throw new IllegalStateException("\"" + name + "\" changes nothing in " + PAYMENTS);
        }
        edits.add(new Edit(name, PAYMENTS, bad.getBytes(StandardCharsets.UTF_8)));
    }

    private static void newJava(List<Edit> edits) {
        String door = """
                package events;

                import org.apache.camel.builder.RouteBuilder;

                public class BrokenEdit extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("platform-http:/open").routeId("open-door").routeGroup("events").routeDescription("x").routeConfigurationId("hub-events").log("x");
                    }
                }
                """;
        add(edits, "a door of its own", "routes/events/BrokenEdit.java", door);
        edits.add(new Edit("bytes that are no text", "routes/events/BrokenEdit.java", new byte[] {(byte) 0xfe, (byte) 0xff, 0, 1, 2, (byte) 0x80}));
    }

    private static void newYaml(List<Edit> edits) {
        String file = "routes/events/broken-edit.yaml";
        add(edits, "a word", file, "hello world\n");
        add(edits, "everything under routes", file, "routes:\n" + YAML.indent(2));
        add(edits, "a tab", file, YAML.replace("    id:", "\tid:"));
        add(edits, "YAML without policy", file, YAML.replace("    routeConfigurationId: hub-events\n", ""));
        add(edits, "an unknown step", file, YAML.replace("- log:", "- nobody:"));
        add(edits, "Groovy", "routes/events/broken.groovy", "from('timer:x').log('x')\n");
        add(edits, "Kotlin", "routes/events/broken.kts", "from(\"timer:x\")\n");
        add(edits, "XML", "routes/events/broken.xml", "<routes/>\n");
    }

    private static void others(List<Edit> edits, Path home) throws IOException {
        String kamelet = Files.readString(home.resolve(KAMELET));
        add(edits, "a kamelet without its template", KAMELET, kamelet.replace("template:", "templat:"));
        add(edits, "a kamelet that is no YAML", KAMELET, kamelet + "\n\t: : [\n");
        add(edits, "half a mapping", "routes/connectors/slack/payment-important.jq", "{payload: {text: (.data\n");
        add(edits, "a function that is not there", "routes/connectors/mixpanel/track.jq", "{payload: nobody(.data)}\n");
    }

    private static void add(List<Edit> edits, String name, String file, String text) {
        edits.add(new Edit(name, file, text.getBytes(StandardCharsets.UTF_8)));
    }
}
