package com.versaai.hub.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.dryrun.Mask;
import com.versaai.hub.event.Event;
import com.versaai.hub.support.HandClock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class StepRecorderTest {

    private final HandClock clock = new HandClock();
    private final MockEnvironment environment = new MockEnvironment().withProperty("hub.provider.stripe.api-key", "sk_live_geheim");
    private final Traces traces = traces(3, 20_000);
    private DefaultCamelContext context;
    private ProducerTemplate send;

    private Traces traces(int events, long memory) {
        return new Traces(new TraceSettings(Set.of(), events, memory), () -> new Mask(environment), clock);
    }

    @BeforeEach
    void start() throws Exception {
        context = new DefaultCamelContext();
        context.setSourceLocationEnabled(true);
        context.getCamelContextExtension().addInterceptStrategy(new StepRecorder(traces, clock));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:watched").routeId("watched")
                    .setHeader("who", constant("ana@acme.example"))
                    .setHeader("Authorization", constant("Bearer sk_live_geheim"))
                    .filter(simple("${body.type} == 'payment.processed'"))
                        .setBody(constant("{\"email\":\"ana@acme.example\",\"plan\":\"pro\",\"amount\":12345,\"key\":\"sk_live_geheim\"}"))
                        .split(constant(List.of("a", "b"))).to("direct:other").end()
                    .end();
                from("direct:other").routeId("other").setHeader("item", body());
                from("direct:fails").routeId("fails").process(exchange -> {
                    throw new IllegalStateException("ana@acme.example");
                });
                from("direct:odd").routeId("odd").setProperty("x", constant(1));
                from("direct:loop").routeId("loop").loop(500).setProperty("x", constant(1)).end();
            }
        });
        context.start();
        send = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static Event event(String origin, String type) {
        return Event.of("/stripe", origin, type, "cus_1", null, Map.of("email", "ana@acme.example", "amount", 12345));
    }

    private List<Step> steps(String id) {
        return traces.of(id).get(0).steps();
    }

    @Test
    void nothingIsNotedUntilSomebodyAsksAndOnlyForAWhile() {
        send.sendBody("direct:watched", event("evt_0", "payment.processed"));
        assertThat(traces.all()).isEmpty();
        traces.watch(Set.of("watched"), Duration.ofMinutes(1));
        send.sendBody("direct:watched", event("evt_1", "payment.processed"));
        clock.forward(Duration.ofMinutes(1));
        send.sendBody("direct:watched", event("evt_2", "payment.processed"));
        assertThat(traces.all()).extracting(trace -> trace.originid).containsExactly("evt_1");
        assertThat(traces.watch()).isNull();
    }

    @Test
    void everyStepIsNotedWithItsPlaceAndWhatItChangedInWhateverRouteItIs() {
        traces.watch(Set.of("watched"), Duration.ofMinutes(1));
        send.sendBody("direct:watched", event("evt_1", "payment.processed"));
        List<Step> steps = steps("evt_1");
        assertThat(steps).extracting(Step::route).contains("watched", "other");
        assertThat(steps).filteredOn(step -> step.route().equals("other")).hasSize(2);
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.file()).isEqualTo("StepRecorderTest");
            assertThat(step.line()).isPositive();
            assertThat(step.micros()).isNotNull();
        });
        Step header = steps.get(0);
        assertThat(header.step()).startsWith("setHeader[who");
        assertThat(header.before().headers()).isEmpty();
        assertThat(header.after().headers()).containsKey("who");
        assertThat(steps).filteredOn(step -> step.step().startsWith("setBody")).singleElement().satisfies(step ->
                assertThat(step.after().body().toString()).contains("plan=pro", "amount=12345"));
        assertThat(traces.of(traces.all().get(0).event)).as("by the hub's id too").hasSize(1);
    }

    @Test
    void noPersonAndNoSecretIsInIt() {
        traces.watch(Set.of("watched"), Duration.ofMinutes(1));
        send.sendBody("direct:watched", event("evt_1", "payment.processed"));
        // A label is the route's own text.
        String told = steps("evt_1").stream().map(step -> step.before() + " " + step.after()).toList().toString();
        assertThat(told).doesNotContain("ana@acme", "sk_live_geheim");
        assertThat(steps("evt_1").toString()).doesNotContain("sk_live_geheim");
        List<String> people = Pattern.compile("person-\\w{8}").matcher(told).results().map(MatchResult::group).toList();
        assertThat(people).as("one person stays one person").hasSizeGreaterThan(2).containsOnly(people.get(0));
    }

    @Test
    void aStepThatThrowsIsNotedByKindAndPlaceAndThrowsAsEver() {
        traces.watch(Set.of("fails"), Duration.ofMinutes(1));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> send.sendBody("direct:fails", event("evt_1", "a.b"))).isInstanceOf(CamelExecutionException.class);
        assertThat(steps("evt_1").get(0).error()).matches("IllegalStateException at StepRecorderTest.java:\\d+");
    }

    @Test
    void whatCanBeReadOnceIsNotReadAndWhatCannotBeShownGoesItsWay() {
        traces.watch(Set.of("odd"), Duration.ofMinutes(1));
        Exchange done = send.send("direct:odd", exchange -> {
            exchange.setProperty("deliveryId", "id-1/slack/a");
            exchange.getMessage().setBody(new ByteArrayInputStream("once".getBytes(StandardCharsets.UTF_8)));
            exchange.getMessage().setHeader("bad", new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException("not to be asked");
                }
            });
        });
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(String.class)).isEqualTo("once");
        assertThat(steps("id-1").get(0).before().body()).isEqualTo("(a ByteArrayInputStreamCache)");
        for (Object body : new Object[] {"x".repeat(100_000), new byte[100_000], Map.of("a", "x".repeat(100_000)), "{\"a\":", "[".repeat(50_000), "\u0000\u001b[31m", Map.of("a", new Object())}) {
            Exchange sent = send.send("direct:odd", exchange -> {
                exchange.setProperty("deliveryId", "id-2/slack/a");
                exchange.getMessage().setBody(body);
            });
            assertThat(sent.getException()).isNull();
            assertThat(traces.all().get(traces.all().size() - 1).size()).isLessThan(10_000);
        }
    }

    @Test
    void aLoopAndManyEventsKeepWithinTheirBounds() {
        traces.watch(Set.of("loop", "odd"), Duration.ofMinutes(1));
        send.sendBody("direct:loop", event("evt_1", "a.b"));
        Trace loop = traces.of("evt_1").get(0);
        assertThat(loop.steps()).hasSize(200);
        assertThat(loop.left()).isEqualTo(301);
        for (int i = 0; i < 10; i++) {
            send.sendBody("direct:odd", event("evt_more_" + i, "a.b"));
        }
        assertThat(traces.all()).extracting(trace -> trace.originid).containsExactly("evt_more_7", "evt_more_8", "evt_more_9");
    }
}
