package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.Test;

/** Edits of route files and kamelets while the hub runs: what is good goes live, and nothing else is touched. */
class ReloadTest extends ReloadCase {

    @Test
    void aFileComesChangesAndGoes() {
        folders.write(PROBE, probe("one"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one"));

        folders.write(PROBE, probe("two"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("two"));

        folders.delete(PROBE);
        await().atMost(SOON).until(() -> camel.getRoute("probe") == null);
    }

    @Test
    void onlyWhatChangedIsReplaced() {
        Map<String, Route> before = routes();
        folders.replace(PAYMENTS, "CRM opportunity", "an opportunity");

        await().atMost(SOON).until(() -> camel.getRoute("payment-events-notify") != null
                && camel.getRoute("payment-events-notify").getDescription().contains("an opportunity"));

        Map<String, Route> after = routes();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after).allSatisfy((id, route) -> {
            if (!id.equals("payment-events-notify")) {
                assertThat(route).as(id).isSameAs(before.get(id));
            }
        });
    }

    /** "tick" is a word of the error policy's, on which nearly everything rests. */
    @Test
    void aYamlFileOfAnyNameGoesAlone() {
        Map<String, Route> before = routes();
        folders.write("routes/ops/tick.yaml", """
                - route:
                    id: probe
                    from: {uri: "direct:probe", steps: [{setBody: {constant: "tock"}}]}
                """);
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("tock"));

        folders.delete("routes/ops/tick.yaml");
        await().atMost(SOON).until(() -> camel.getRoute("probe") == null);

        assertThat(routes()).allSatisfy((id, route) -> assertThat(route).as(id).isSameAs(before.get(id)));
    }

    @Test
    void whatAChangedRouteDoesIsWhatHappens() {
        folders.replace(PAYMENTS, "why=payment processed", "why=paid well");
        await().atMost(SOON).until(() -> routeText("payment-events-notify").contains("paid well"));

        String id = hub.sendStripe("payment_intent.succeeded", Map.of());

        assertThat(hub.timelineWhen(id, "delivered").toString()).contains("paid well");
    }

    @Test
    void twoHundredFilesAtOnce() {
        for (int i = 0; i < 200; i++) {
            folders.write("routes/many/Many" + i + ".java", """
                    package many;
                    public class Many%d extends org.apache.camel.builder.RouteBuilder {
                        public void configure() { from("direct:many%d").routeId("many-%d").setBody(constant(%d)); }
                    }
                    """.formatted(i, i, i, i));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> routes().keySet().stream().filter(id -> id.startsWith("many-")).count() == 200);
        assertThat(problems()).isEmpty();

        for (int i = 0; i < 200; i++) {
            folders.delete("routes/many/Many" + i + ".java");
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> routes().keySet().stream().noneMatch(id -> id.startsWith("many-")));
    }

    @Test
    void linksSwappedAsKubernetesDoes() throws IOException {
        Path mounted = Files.createDirectories(folders.path("routes/mounted"));
        Files.createDirectories(mounted.resolve("..one"));
        Files.createDirectories(mounted.resolve("..two"));
        Files.writeString(mounted.resolve("..one/Probe.java"), probe("one").replace("package events", "package mounted"));
        Files.writeString(mounted.resolve("..two/Probe.java"), probe("two").replace("package events", "package mounted"));
        Files.createSymbolicLink(mounted.resolve("..data"), Path.of("..one"));
        Files.createSymbolicLink(mounted.resolve("Probe.java"), Path.of("..data/Probe.java"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one"));

        Files.createSymbolicLink(mounted.resolve("..data_tmp"), Path.of("..two"));
        Files.move(mounted.resolve("..data_tmp"), mounted.resolve("..data"), java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("two"));
    }

    @Test
    void aHelperClassTakesItsUsersAlong() {
        folders.write("routes/events/Words.java", "package events; class Words { static String word() { return \"one\"; } }");
        folders.write(PROBE, probe("x").replace("constant(\"x\")", "constant(Words.word())"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one"));

        folders.write("routes/events/Words.java", "package events; class Words { static String word() { return \"two\"; } }");
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("two"));

        folders.write("routes/events/Words.java", "package events; class Words { }");
        assertThat(problem("routes/events/Words.java").path("message").asText()).contains("Probe.java");
        folders.delete("routes/events/Words.java");
        assertThat(problem("routes/events/Words.java").path("message").asText()).contains("Probe.java");
        assertThat(ask()).isEqualTo("two");
    }

    @Test
    void aKameletTakesTheRoutesThatUseItAlong() {
        folders.write(KAMELET, kamelet("one"));
        folders.write(PROBE, probe("x").replace(".setBody(constant(\"x\"))", ".to(\"kamelet:probe-text-action?word=a\")"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("one a"));
        Map<String, Route> before = routes();

        folders.write(KAMELET, kamelet("two"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("two a"));
        assertThat(routes()).allSatisfy((id, route) -> assertThat(route == before.get(id)).as(id).isEqualTo(!id.equals("probe")));

        folders.delete(KAMELET);
        assertThat(problem(KAMELET).path("message").asText()).contains("Probe.java");
        assertThat(ask()).isEqualTo("two a");
    }

    @Test
    void theTemplateOfAllDeliveriesAndTheErrorPolicyCanBeChanged() {
        folders.replace("routes/delivery/DeliveryTemplate.java", "Queue of {{destination}}", "Waiting for {{destination}}");
        await().atMost(SOON).untilAsserted(() -> assertThat(camel.getRoutes().stream().filter(route -> route.getRouteId().endsWith("-deliver"))
                .map(Route::getDescription)).hasSizeGreaterThan(6).allMatch(text -> text.startsWith("Waiting for")));
        folders.replace("routes/ErrorPolicy.java", "is tried again at the next tick", "comes again at the next tick");
        // Not there for a moment while it is replaced.
        await().atMost(SOON).until(() -> Optional.ofNullable(((ModelCamelContext) camel).getRouteConfigurationDefinition("hub-ops"))
                .map(policy -> String.valueOf(policy.getOnExceptions())).orElse("").contains("comes again"));

        String id = hub.sendStripe("payment_intent.succeeded", Map.of());
        hub.timelineWhen(id, "delivered");

        folders.replace("routes/delivery/DeliveryTemplate.java", "{{destination}}-circuit", "no-circuit");
        assertThat(problem("routes/delivery/DeliveryTemplate.java").path("message").asText()).contains("no-circuit");
        hub.timelineWhen(hub.sendStripe("payment_intent.succeeded", Map.of()), "delivered");
    }

    @Test
    void manyReloadsLeaveNothingBehind() throws Exception {
        folders.write(PROBE, probe("0").replace(".setBody", ".to(\"kamelet:probe-text-action?word=a\").setBody"));
        folders.write(KAMELET, kamelet("one"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("0"));
        WeakReference<Class<?>> old = new WeakReference<>(routes.liveClass("events.Probe"));
        reloadTo("1");
        Left before = left();
        for (int i = 2; i <= 20; i++) {
            reloadTo(Integer.toString(i));
        }

        Left after = left();
        assertThat(after.withoutMeters()).isEqualTo(before.withoutMeters());
        assertThat(after.meters()).as("meters").isSubsetOf(before.meters());
        await().atMost(SOON).until(() -> {
            System.gc();
            return old.get() == null;
        });
    }

    private void reloadTo(String body) {
        folders.write(PROBE, probe(body).replace(".setBody", ".to(\"kamelet:probe-text-action?word=a\").setBody"));
        // Not through the door, which keeps HTTP callers out of the swap; a caller inside the JVM may meet it.
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).ignoreExceptionsInstanceOf(CamelExecutionException.class)
                .untilAsserted(() -> assertThat(ask()).isEqualTo(body));
    }

    /** What must not grow. */
    private record Left(int routes, int endpoints, int beans, Set<String> meters) {

        Left withoutMeters() {
            return new Left(routes, endpoints, beans, Set.of());
        }
    }

    private Left left() throws Exception {
        // A route's counters come a moment after its consumer, its timer with the first message after that.
        await().atMost(SOON).until(() -> ask() != null && meters.find("camel.route.policy").tag("routeId", "probe").timer() != null);
        int beans = ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:*"), null).size();
        return new Left(camel.getRoutes().size(), camel.getEndpoints().size(), beans,
                meters.getMeters().stream().map(Meter::getId).filter(this::isOfReloads).map(Meter.Id::toString).collect(Collectors.toSet()));
    }

    /** Others come when they like: the JVM's with a collection for another reason than before, a timer's route with its first tick. */
    private boolean isOfReloads(Meter.Id meter) {
        String route = meter.getTag("routeId");
        boolean other = route != null && !route.equals("probe") && camel.getRoute(route) != null;
        return !other && !meter.getName().startsWith("jvm.");
    }
}
