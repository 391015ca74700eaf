package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.support.Hub;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Messages and requests are inside routes that are replaced or deleted. */
class ReloadInsideTest extends ReloadCase {

    @Test
    void messagesInsideFinishOnTheOldRoute() throws Exception {
        CompletableFuture<String> inside = askProbeBehindTheDoor(behindTheDoor("old"), "probe");

        folders.write(PROBE, probe("new"));
        await("the reload waits for who is inside").atMost(SOON).until(this::takesNoMore);
        CompletableFuture<String> behind = CompletableFuture.supplyAsync(this::ask);
        assertThat(inside).isNotDone();
        Door.open();

        assertThat(inside.get(20, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(behind.get(20, TimeUnit.SECONDS)).isEqualTo("new");
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("new"));
    }

    @Test
    void deletedWhileAMessageIsInside() throws Exception {
        CompletableFuture<String> inside = askProbeBehindTheDoor(behindTheDoor("done"), "probe");

        folders.delete(PROBE);
        await("the deletion waits for who is inside").atMost(SOON).until(this::takesNoMore);
        assertThat(inside).isNotDone();
        Door.open();

        assertThat(inside.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        await().atMost(SOON).until(() -> camel.getRoute("probe") == null);
    }

    /** The first waits for the second, and the replacement of both for the first. */
    @Test
    void aMessageGoesOnToAnotherRouteThatIsReplacedWithItsOwn() throws Exception {
        CompletableFuture<String> inside = askProbeBehindTheDoor(twoRoutes("old"), "probe-inner");

        folders.write(PROBE, twoRoutes("new"));
        await("the reload waits for who is inside").atMost(SOON).until(this::takesNoMore);
        CompletableFuture<String> behind = CompletableFuture.supplyAsync(() -> template.requestBody("direct:probe-inner", "", String.class));
        Door.open();

        assertThat(inside.get(10, TimeUnit.SECONDS)).isEqualTo("old");
        assertThat(behind.get(20, TimeUnit.SECONDS)).as("who was not inside").isEqualTo("new");
        await().atMost(SOON).untilAsserted(() -> assertThat(ask()).isEqualTo("new"));
    }

    private CompletableFuture<String> askProbeBehindTheDoor(String probe, String lastRoute) throws InterruptedException {
        Door.close();
        folders.write(PROBE, probe);
        await().atMost(SOON).until(() -> camel.getRoute(lastRoute) != null);
        CompletableFuture<String> inside = CompletableFuture.supplyAsync(this::ask);
        assertThat(Door.awaitSomebody()).isTrue();
        return inside;
    }

    private static String behindTheDoor(String says) {
        return probe(says).replace(".setBody", ".process(e -> com.versaai.hub.reload.Door.pass()).setBody");
    }

    private static String twoRoutes(String says) {
        return probe(says).replace(".setBody", ".process(e -> com.versaai.hub.reload.Door.pass()).to(\"direct:probe-inner\");\n"
                + "from(\"direct:probe-inner\").routeId(\"probe-inner\").routeGroup(\"test\").routeDescription(\"test\").setBody");
    }

    @Test
    void whileOneRequestIsSlowOthersDoNotWaitForItsReload(@Autowired RouteGate gate) throws Exception {
        CompletableFuture<Hub.Answer> inside = askCatalogBehindTheDoor();
        Route old = camel.getRoute("catalog-get");

        folders.replace("routes/api/CatalogApi.java", "Door.pass())", "Door.class.getName())");
        await("the reload waits for who is inside").atMost(SOON).until(() -> !ServiceHelper.isStarted(old.getConsumer()));
        await("the door is open").atMost(SOON).until(() -> !gate.isClosed());
        CompletableFuture<Hub.Answer> behind = CompletableFuture.supplyAsync(() -> hub.call("GET", "/api/v1/catalog", null, Map.of()));
        assertThat(hub.post(hub.sample("charge.refunded", Map.of())).status()).isEqualTo(200);
        assertThat(inside).isNotDone();
        assertThat(replaced(old)).isFalse();
        Door.open();

        assertThat(inside.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(behind.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        await().atMost(SOON).until(() -> replaced(old));
    }

    private CompletableFuture<Hub.Answer> askCatalogBehindTheDoor() throws InterruptedException {
        Door.close();
        Route catalog = camel.getRoute("catalog-get");
        folders.replace("routes/api/CatalogApi.java", ".setBody(method", ".process(e -> com.versaai.hub.reload.Door.pass()).setBody(method");
        await().atMost(SOON).until(() -> replaced(catalog));
        CompletableFuture<Hub.Answer> inside = CompletableFuture.supplyAsync(() -> hub.call("GET", "/api/v1/catalog", null, Map.of()));
        assertThat(Door.awaitSomebody()).isTrue();
        return inside;
    }

    /** Every request is inside the contract's route for as long as its own route takes. */
    @Test
    void theContractIsReplacedWhileARequestIsSlow() throws Exception {
        CompletableFuture<Hub.Answer> inside = askCatalogBehindTheDoor();
        Route contract = camel.getRoute("hub-api");
        folders.write("routes/api/HubApi.java", folders.read("routes/api/HubApi.java") + "// edited\n");
        await("the new contract").atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(hub.post(hub.sample("charge.refunded", Map.of())).status()).as("answer to others meanwhile").isEqualTo(200);
            return replaced(contract);
        });
        assertThat(inside).isNotDone();
        Door.open();

        assertThat(inside.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(inside.get().body()).contains("catalog-get");
    }

    /** A deployment changes many files at once. */
    @Test
    void theContractStaysUntilTheOthersOfItsEditAreDone() throws Exception {
        CompletableFuture<Hub.Answer> inside = askCatalogBehindTheDoor();
        Route old = camel.getRoute("catalog-get");
        Route contract = camel.getRoute("hub-api");

        folders.replace("routes/api/CatalogApi.java", "Door.pass())", "Door.class.getName())");
        folders.write("routes/api/HubApi.java", folders.read("routes/api/HubApi.java") + "// edited\n");
        await("the reload waits for who is inside").atMost(SOON).until(() -> !ServiceHelper.isStarted(old.getConsumer()));
        assertThat(hub.post(hub.sample("charge.refunded", Map.of())).status()).isEqualTo(200);
        assertThat(inside).isNotDone();
        Door.open();

        assertThat(inside.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        await().atMost(SOON).until(() -> replaced(old) && replaced(contract));
    }

    private boolean replaced(Route before) {
        Route now = camel.getRoute(before.getRouteId());
        return now != null && now != before;
    }
}
