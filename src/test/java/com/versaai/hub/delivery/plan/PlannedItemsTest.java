package com.versaai.hub.delivery.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.support.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event is delivered item by item, and what is neither event nor item is said. */
class PlannedItemsTest {

    private static final Map<String, Object> ONE = Map.of("sku", "a", "price", Map.of("amount", 1, "currency", "eur"));
    private static final Map<String, Object> TWO = Map.of("sku", "b");
    private static final Event EVENT = Event.of("/versaai", "e-1", "user.registered", "u-1", HandClock.NOON, Map.of("items", List.of(ONE, TWO, TWO)));

    @TempDir
    private Path folder;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private DeliveryPlan plan;

    @BeforeEach
    void aConnector() throws IOException {
        Path pager = Files.createDirectories(folder.resolve("pager"));
        Files.writeString(pager.resolve("connector.yaml"), """
                title: Pager
                kind: crm
                kamelet: pager-message-sink
                actions:
                  lead: {object: Lead, fields: [Name]}
                destinations:
                  pager: {}
                """);
        Files.writeString(pager.resolve("lead.jq"), "{key: .id, payload: {Name: (.data.sku // \"whole\")}}");
        Mappings mappings = Fixtures.mappings(folder);
        Manifests manifests = new Manifests(folder);
        manifests.checkExpressions(mappings::problemOf);
        Destinations destinations = new Destinations(Records.settings(Records.settings().defaults(), Map.of()), manifests, topics -> { }, property -> true);
        plan = new DeliveryPlan(destinations, mappings, new ObjectMapper().findAndRegisterModules(), new HandClock());
        context.disableJMX();
        context.getRegistry().bind("deliveryPlan", plan);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange through(Consumer<ProcessorDefinition<?>> steps) {
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    RouteDefinition route = from("direct:event");
                    steps.accept(route);
                }
            });
            context.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return again();
    }

    private Exchange again() {
        return context.createProducerTemplate().send("direct:event", exchange -> {
            exchange.setProperty("event", EVENT);
            exchange.getMessage().setBody(EVENT);
            plan.begin(exchange, "orders");
        });
    }

    private static ProcessorDefinition<?> sink(ProcessorDefinition<?> step) {
        return step.bean("deliveryPlan", "add(${exchange}, 'pager', 'lead', 'item')");
    }

    private static List<String> ids(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return PlannedDelivery.of(exchange).stream().map(line -> line.delivery().id()).toList();
    }

    private static Object items(Exchange exchange) {
        return exchange.getMessage().getBody(Event.class).data().get("items");
    }

    @Test
    void eachItemOfASplitIsADeliveryAlsoTwoThatSayTheSame() {
        Exchange done = through(route -> sink(route.split().exchange(PlannedItemsTest::items)));

        List<String> ids = ids(done);
        assertThat(ids).hasSize(3).doesNotHaveDuplicates().allMatch(id -> id.startsWith(EVENT.id() + "/pager/lead/"));
        assertThat(ids.get(2)).isEqualTo(ids.get(1) + ".2");
        assertThat(PlannedDelivery.of(done)).extracting(line -> line.delivery().payload().path("Name").asText()).containsExactly("a", "b", "b");
        assertThat(PlannedDelivery.of(done)).allMatch(line -> line.delivery().namedAsMade());
        assertThat(ids(again())).as("routed again they are the same").isEqualTo(ids);
    }

    @Test
    void inWhateverOrderTheyAreTheSame() {
        Exchange done = through(route -> sink(route.split().exchange(PlannedItemsTest::items).parallelProcessing()));
        Set<String> ids = Set.copyOf(ids(done));
        assertThat(ids).hasSize(3);
        for (int i = 0; i < 20; i++) {
            assertThat(Set.copyOf(ids(again()))).isEqualTo(ids);
        }
    }

    @Test
    void theEventItselfKeepsItsId() {
        String whole = EVENT.id() + "/pager/lead";
        assertThat(ids(through(route -> {
            sink(route);
            sink(route.setBody(exchange -> EVENT.data()));
            sink(route.setBody().constant(null));
        }))).containsExactly(whole, whole, whole);
    }

    @Test
    void aBodyThatIsNeitherIsSaidWithoutItsValue() {
        Exchange done = through(route -> sink(route.setBody().constant("ada@example.com")));
        assertThat(done.getException()).isInstanceOf(NoEventException.class).hasMessageContaining("String").hasMessageNotContaining("ada@");
    }

    @Test
    void whatComesWhenThePlanIsPublishedIsNotTaken() throws Exception {
        Exchange done = through(PlannedItemsTest::sink);
        assertThat(plan.records(done)).hasSize(1);

        assertThatThrownBy(() -> plan.add(done, "pager", "lead", "late")).isInstanceOf(LatePlanException.class).hasMessageContaining("aggregate");
        assertThatThrownBy(() -> plan.leaveOut(done, "pager", "lead", "late")).isInstanceOf(LatePlanException.class);
    }

    /** The other items of a split come after one that failed: of a plan that failed nothing goes out. */
    @Test
    void ofAPlanThatFailedNothingIsPublished() throws Exception {
        Exchange done = through(route -> sink(route.process(exchange -> DeliveryPlan.of(exchange).fail())));
        assertThat(PlannedDelivery.of(done)).isEmpty();
        assertThat(plan.records(done)).isEmpty();
    }

    @Test
    void anIdOfAnotherFormIsNoneOfOurs() {
        Delivery made = Delivery.of(EVENT, "pager", "lead", null, null, null);
        assertThat(made.namedAsMade()).isTrue();
        assertThat(made.ofItem("0123456789ab").namedAsMade()).isTrue();
        assertThat(made.ofItem("0123456789ab.2").namedAsMade()).isTrue();
        assertThat(made.ofItem("../../x").namedAsMade()).isFalse();
        assertThat(made.ofItem("").namedAsMade()).isFalse();
    }
}
