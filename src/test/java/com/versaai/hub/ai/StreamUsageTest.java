package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Ticker;
import com.versaai.hub.ai.budget.BudgetBooks;
import com.versaai.hub.ai.budget.ChatBill;
import com.versaai.hub.ai.budget.Usage;
import com.versaai.hub.ai.cache.ChatCache;
import com.versaai.hub.ai.chain.ChatTarget;
import com.versaai.hub.ai.chain.ChatTry;
import com.versaai.hub.ai.chain.ProviderLimits;
import com.versaai.hub.ai.request.ChatRequest;
import com.versaai.hub.ai.request.ChatRequests;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.provider.ChatStreams;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.support.Bus;
import com.versaai.hub.support.Databases;
import com.versaai.hub.support.HandClock;
import com.versaai.hub.support.Hub;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What a stream used, told and charged; and its reservation while it lasts. */
class StreamUsageTest extends AiGateway {

    private static final String TENANT = "metered";
    private static final String MODEL = "other-model";
    private static final String USAGE = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    @Autowired
    private Brokers brokers;
    @Autowired
    private MeterRegistry meters;
    private BudgetBooks budgets;
    private Bus bus;
    private Map<TopicPartition, Long> mark;
    private BigDecimal spentBefore;
    private double promptBefore;
    private double completionBefore;

    @BeforeEach
    void look(@Autowired ApplicationContext context) {
        budgets = BudgetBooks.of(context);
        fault(FaultSpec.error(401));
        bus = new Bus(brokers.address());
        mark = bus.end("hub.events.ai.request.completed");
        spentBefore = budgets.spent(TENANT);
        promptBefore = tokens("prompt");
        completionBefore = tokens("completion");
    }

    private double tokens(String kind) {
        return meters.counter("hub.ai.tokens", "tenant", TENANT, "model", MODEL, "kind", kind).count();
    }

    private List<JsonNode> events() {
        return bus.since(mark).stream().map(event -> hub.read(new String(event.value(), StandardCharsets.UTF_8)))
                .filter(event -> event.path("tenant").asText().equals(TENANT)).map(event -> event.path("data")).toList();
    }

    private void charged(BigDecimal cost) {
        assertThat(budgets.spent(TENANT).subtract(spentBefore)).isEqualByComparingTo(cost);
        assertThat(budgets.reserved(TENANT)).isEqualByComparingTo("0");
    }

    @Test
    void isExactlyWhatTheProviderCounted() {
        Upstream.OTHER.does(call -> Upstream.send(call, 200, "text/event-stream", Upstream.token("one")
                + Upstream.token("").replace("\"finish_reason\":null", "\"finish_reason\":\"stop\"") + USAGE + DONE));
        assertThat(Http.post(hub.uri(CHAT), streamed(ask()), METERED_KEY).body()).endsWith(DONE);
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(events()).hasSize(1));
        JsonNode told = events().get(0);
        BigDecimal cost = budgets.cost(MODEL, new Usage(11, 7));
        assertThat(told.path("promptTokens").asInt()).isEqualTo(11);
        assertThat(told.path("completionTokens").asInt()).isEqualTo(7);
        assertThat(told.path("cost").decimalValue()).isEqualByComparingTo(cost).isPositive();
        assertThat(told.path("outcome").asText()).isEqualTo("ok");
        assertThat(tokens("prompt") - promptBefore).isEqualTo(11);
        assertThat(tokens("completion") - completionBefore).isEqualTo(7);
        charged(cost);
    }

    @Test
    void isEstimatedAndChargedWhenTheCallerLeaves() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        Upstream.OTHER.does(call -> {
            Upstream.begin(call, Upstream.token("0123456789"));
            try {
                for (int i = 0; i < 5000; i++) {
                    Upstream.write(call, Upstream.token("more"));
                    Thread.sleep(5);
                }
            } catch (IOException e) {
                left.countDown();
            }
        });
        HttpResponse<InputStream> response = Http.open(hub.uri(CHAT), streamed(ask()), METERED_KEY);
        assertThat(response.body().read()).isEqualTo('d');
        response.body().close();
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(events()).hasSize(1));
        JsonNode told = events().get(0);
        assertThat(told.path("outcome").asText()).isEqualTo("cancelled");
        Usage used = new Usage(told.path("promptTokens").asLong(), told.path("completionTokens").asLong());
        assertThat(used.prompt()).isPositive();
        assertThat(used.completion()).isGreaterThanOrEqualTo(10 / 4);
        await().atMost(Hub.SOON).untilAsserted(() -> charged(budgets.cost(MODEL, used)));
    }

    @Test
    void whoFollowsUsesNothing() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Upstream.OTHER.does(call -> {
            Upstream.begin(call, Upstream.token("one"));
            goOn.await(20, TimeUnit.SECONDS);
            Upstream.write(call, USAGE + DONE);
        });
        String request = streamed(ask());
        HttpResponse<InputStream> first = Http.open(hub.uri(CHAT), request, METERED_KEY);
        HttpResponse<InputStream> second = Http.open(hub.uri(CHAT), request, METERED_KEY);
        goOn.countDown();
        first.body().readAllBytes();
        second.body().readAllBytes();
        await().atMost(Hub.SOON).untilAsserted(() -> assertThat(events()).hasSize(2));
        JsonNode followed = events().stream().filter(event -> event.path("cached").asBoolean()).findFirst().orElseThrow();
        assertThat(followed.path("promptTokens").asInt() + followed.path("completionTokens").asInt()).isZero();
        assertThat(followed.path("cost").decimalValue()).isEqualByComparingTo("0");
        assertThat(followed.path("provider").asText()).isEqualTo("cache");
        assertThat(tokens("prompt") - promptBefore).isEqualTo(11);
        charged(budgets.cost(MODEL, new Usage(11, 7)));
    }

    @Test
    void isReservedAsLongAsTheStreamLasts(@Autowired AiSettings settings, @Autowired ChatRequests requests, @Autowired ChatCache cache,
            @Autowired ProviderLimits limits, @Autowired ChatStreams streams, @Autowired ChatEvents told, @Autowired AiStatus status,
            @Autowired CamelContext context) throws Exception {
        HandClock clock = new HandClock();
        try (HikariDataSource database = Databases.h2(2)) {
            BudgetBooks ledger = new BudgetBooks(database, clock, BigDecimal.ONE, new BigDecimal("900"));
            ChatBill bill = ledger.bill(told, meters);
            Chat chat = new Chat(settings, cache, limits, streams, new ChatReports(told, bill, status, meters,
                    new GoneModels(Ticker.systemTicker())), clock);
            ChatRequest request = requests.completion(BudgetBooks.TENANT, streamed(ask()).getBytes(), false);
            long now = System.nanoTime();
            ChatTry one = new ChatTry(request, List.of(new ChatTarget("other", MODEL, null)), now, now + Duration.ofMinutes(1).toNanos());
            Upstream.OTHER.does(call -> Upstream.send(call, 200, "text/event-stream", Upstream.token("more").repeat(5) + USAGE + DONE));
            Exchange exchange = new DefaultExchange(context);
            exchange.setProperty(Chat.TRY, one);
            one.deposited(bill.reserve(request, List.of(MODEL), 60_000));
            chat.open(exchange);
            one.stream().writeTo(new OutputStream() {
                @Override
                public void write(int b) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void write(byte[] event) {
                    clock.forward(Duration.ofMinutes(4));
                    // Would get what a reservation past its lease holds.
                    assertThat(ledger.covers(new Usage(0, 500))).isFalse();
                }
            });
            assertThat(ledger.reserved(BudgetBooks.TENANT)).isEqualByComparingTo("0");
            assertThat(ledger.spent(BudgetBooks.TENANT)).isEqualByComparingTo(ledger.cost(MODEL, new Usage(11, 7)));
        }
    }
}
