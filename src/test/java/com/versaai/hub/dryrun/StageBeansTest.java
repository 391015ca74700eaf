package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StageBeansTest {

    private final SimpleRegistry hub = new SimpleRegistry();
    private final List<String> taken = new ArrayList<>();
    private final StageBeans beans = new StageBeans(hub, (name, message) -> taken.add(name + (message == null ? "" : " <- " + message.getBody())));
    private final DefaultCamelContext context = new DefaultCamelContext(new DefaultRegistry(beans));

    @AfterEach
    void stop() {
        context.stop();
    }

    /** One that nobody has listed: final, with methods that answer and some that do not. */
    public static final class Ledger {
        private final List<String> done = new ArrayList<>();

        public void book(Exchange exchange) {
            done.add("booked");
        }

        public boolean isBooked(String body) {
            done.add("asked");
            return true;
        }
    }

    public static final class Amounts {
        public String of(String body) {
            return body + " computed";
        }
    }

    private static final class Wire implements Processor {
        private boolean done;

        @Override
        public void process(Exchange exchange) {
            done = true;
        }
    }

    private void route(RouteBuilder route) throws Exception {
        context.disableJMX();
        context.addRoutes(route);
        context.start();
    }

    @Test
    void whicheverWayABeanIsAskedForNothingIsDone() throws Exception {
        Ledger ledger = new Ledger();
        Wire wire = new Wire();
        hub.bind("ledger", ledger);
        hub.bind("wire", wire);
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:event").bean("ledger", "book").to("bean:ledger?method=book").process("wire")
                        .filter(method("ledger", "isBooked")).to("mock:never").end()
                        .filter(simple("${bean:ledger?method=isBooked}")).to("mock:never").end();
            }
        });

        Object answer = context.createProducerTemplate().requestBody("direct:event", "e");

        assertThat(ledger.done).isEmpty();
        assertThat(wire.done).isFalse();
        assertThat(answer).as("what a bean does without an answer leaves the body").isEqualTo("e");
        assertThat(taken).containsExactly("bean:ledger.book <- e", "bean:ledger.book <- e", "bean:wire.process <- e", "bean:ledger.isBooked",
                "bean:ledger.isBooked");
    }

    @Test
    void whatOnlyComputesIsTheHubsOwn() throws Exception {
        hub.bind("amounts", new Amounts());
        route(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:event").bean("amounts", "of");
            }
        });

        assertThat(context.createProducerTemplate().requestBody("direct:event", "e")).isEqualTo("e computed");
        assertThat(taken).isEmpty();
    }

    @Test
    void nobodyFindsOneByItsType() {
        hub.bind("ledger", new Ledger());
        hub.bind("wire", new Wire());

        assertThat(context.getRegistry().findByType(Ledger.class)).isEmpty();
        assertThat(context.getRegistry().findByTypeWithName(Processor.class)).isEmpty();
        assertThat(context.getRegistry().findSingleByType(Ledger.class)).isNull();
    }

    /** Camel asks for them by name before it asks anybody else; a script language would come in this way. */
    @Test
    void aLanguageThatNobodyHasListedIsNotLent() {
        hub.bind("of-next-year-language", new org.apache.camel.language.constant.ConstantLanguage());
        hub.bind("simple-language", new org.apache.camel.language.simple.SimpleLanguage());

        assertThat(context.getRegistry().lookupByNameAndType("of-next-year-language", org.apache.camel.spi.Language.class)).isNull();
        assertThat(context.getRegistry().lookupByName("of-next-year-language")).isNull();
        assertThat(context.getRegistry().lookupByName("simple-language")).isNotNull();
    }

    /** Whoever adds one decides: what only computes is listed, so that it is shown; anything else is only taken down. */
    @Test
    void whatEventRoutesAndKameletsMakeUpCallsWithIsListed() throws IOException {
        Set<String> named = new TreeSet<>();
        find(Path.of("kamelets"), "\\bref: *([A-Za-z]+)", named);
        find(Path.of("routes/events"), "(?:bean|method|process)\\(\"([A-Za-z]+)\"|\\$\\{bean:([A-Za-z]+)", named);

        // Behind the subscriber's route, which is where a stage ends.
        named.remove("journal");
        // Replays dead letters.
        named.remove("chatOperations");
        // Forgets tokens.
        named.remove("slackInstallOperations");
        assertThat(named).contains("deliveryPlan", "amounts", "slackMessages");
        assertThat(named).as("list it in StageBeans.COMPUTING if it only computes").isSubsetOf(StageBeans.COMPUTING);
    }

    private static void find(Path folder, String pattern, Set<String> into) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
                while (matcher.find()) {
                    into.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
                }
            }
        }
    }
}
