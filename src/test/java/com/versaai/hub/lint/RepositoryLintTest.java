package com.versaai.hub.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The lint in the build: this repository's own routes and kamelets, as they run. */
@HubTest
class RepositoryLintTest {

    @Autowired
    private Hub hub;
    @Autowired
    private RoutesLint lint;
    @Autowired
    private CamelContext context;

    @Test
    void findsNothing() {
        List<Finding> findings = lint.lintRoutes().findings();

        // One a line, so that each can be clicked.
        assertThat(findings).as(() -> String.join("\n", findings.stream().map(Finding::toString).toList())).isEmpty();
    }

    @Test
    void looksAtEverything() {
        Report.Checked checked = lint.lintRoutes().checked();

        assertThat(checked.routes()).isGreaterThanOrEqualTo(30);
        assertThat(checked.kamelets()).isGreaterThanOrEqualTo(11);
        assertThat(checked.files()).isGreaterThanOrEqualTo(checked.kamelets() + 40);
    }

    /** The same routes, held against a configuration that knows nothing: what is found must show where it stands. */
    @Test
    void showsWhereItStands() throws IOException {
        Names nothing = new Names(Set.of(), Map.of("slack", new Names.Destination("chat", "slack", action -> action)), Path.of("no-mappings"));
        List<Finding> findings = new RoutesLint(context, new SubjectReader(Path.of("routes"), Path.of("kamelets"), () -> nothing)).lintRoutes().findings();

        Path users = Path.of("routes/events/UserEvents.java");
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo("delivery");
            assertThat(finding.message()).isEqualTo("slack has no mapping for user-registered");
            assertThat(finding.file()).isEqualTo(users.toString());
            assertThat(Files.readAllLines(users).get(finding.line() - 1)).contains("to=slack&action=user-registered");
        });
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.message()).isEqualTo("there is no topic hub.deliveries.hubspot, so nothing will come");
            assertThat(finding.routeId()).isEqualTo("hubspot-deliver");
            assertThat(finding.file()).startsWith("routes/delivery/");
            assertThat(finding.line()).isPositive();
        });
        assertThat(findings).filteredOn(finding -> finding.message().startsWith("there is no topic hub.events.")).hasSizeGreaterThan(20);
    }

    @Test
    void answersOverHttp() {
        JsonNode answer = hub.get("/api/v1/routes/lint");

        assertThat(answer.path("findings").isArray()).isTrue();
        assertThat(answer.at("/checked/routes").asInt()).isEqualTo(lint.lintRoutes().checked().routes());
    }

    @Test
    void asksForAKey() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(hub.uri("/api/v1/routes/lint")).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
    }
}
