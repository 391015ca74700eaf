package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubHeaderFilterTest {

    private final HubHeaderFilter kafka = HubHeaderFilter.forKafka();
    private final HubHeaderFilter http = HubHeaderFilter.forHttp(settings(List.of(), List.of(), List.of()));

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "kafka.OVERRIDE_TOPIC", "kafka.KEY", "KAFKA.OVERRIDE_TOPIC", "sObjectQuery", "hub", "hub-",
        "hub-x.y", "hub-\u212aey", "hub_key", "HubKey", "ce-type", "content-type", "org.apache.camel.x", "", " hub-x", "hub-x\n"})
    void kafkaCarriesOnlyTheHubsOwn(String name) {
        assertThat(kafka.applyFilterToExternalHeaders(name, "v", null)).isTrue();
        assertThat(kafka.applyFilterToCamelHeaders(name, "v", null)).isTrue();
        assertThat(kafka.applyFilterToExternalHeaders("hub-event-id", "v".getBytes(StandardCharsets.UTF_8), null)).isFalse();
        assertThat(kafka.applyFilterToCamelHeaders("hub-event-id", "v", null)).isFalse();
    }

    @Test
    void caseIsFoldedWithoutTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(http.applyFilterToExternalHeaders("STRIPE-SIGNATURE", "v", null)).isFalse();
            assertThat(http.applyFilterToExternalHeaders("str\u0131pe-signature", "v", null)).isTrue();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void configurationAddsButCannotOpenTheControlHeaders() {
        HubHeaderFilter more = HubHeaderFilter.forHttp(settings(List.of("X-Acme-*", "X-Zoho"), List.of(), List.of("X-Answer")));
        assertThat(more.applyFilterToExternalHeaders("x-acme-signature", "v", null)).isFalse();
        assertThat(more.applyFilterToExternalHeaders("x-acme-", "v", null)).isTrue();
        assertThat(more.applyFilterToExternalHeaders("X-ZOHO", "v", null)).isFalse();
        assertThat(more.applyFilterToCamelHeaders("x-answer", "v", null)).isFalse();
        for (String bad : List.of("Camel*", "camelhttpuri", "*", "a*", "kafka*", "sObject*", "hubkey", "org.apache.x", "")) {
            assertThatThrownBy(() -> HubHeaderFilter.forHttp(settings(List.of(bad), List.of(), List.of()))).as(bad)
                    .isInstanceOf(UnsafeSettingException.class);
        }
    }

    @Test
    void everyQueryParameterOfTheContractIsAllowed() throws IOException {
        NameList allowed = new NameList(HubHeaderFilter.QUERY_PARAMETERS, List.of());
        OpenAPI contract = contract();
        for (Operation operation : operations(contract)) {
            if (operation.getParameters() != null) {
                for (Parameter parameter : operation.getParameters()) {
                    assertThat(!"query".equals(parameter.getIn()) || allowed.has(parameter.getName())).as(parameter.getName()).isTrue();
                }
            }
        }
    }

    @Test
    void theContractIsSoundAndComplete() throws IOException {
        OpenAPI contract = contract();
        assertThat(operations(contract)).extracting(Operation::getOperationId).containsExactlyInAnyOrder("receiveWebhook", "receiveWebhookAtDoor",
                "listLoads", "startLoad", "getLoad", "stopLoad", "resumeLoad", "postSlackMessage", "listSlackInstallations", "createSlackInstallLink",
                "deleteSlackInstallation",
                "publishEvents", "getEventTimeline", "listDeliveries", "listDeadLetters", "actOnDeadLetters", "listDeadLetterJobs",
                "getDeadLetterJob", "stopDeadLetterJob", "resumeDeadLetterJob", "deleteDeadLetterJob", "getDeadLetter", "editDeadLetter",
                "replayDeadLetter", "discardDeadLetter", "listIntegrations", "findContacts", "lintRoutes", "routeProblems", "dryRunRoute", "dryRunSource", "tryRoutes",
                "sampleEvent", "getCatalog", "createChatCompletion", "listModels", "getModel", "createAiResponse");
        for (Operation operation : operations(contract)) {
            assertThat(operation.getSummary()).isNotBlank();
            assertThat(operation.getResponses()).as(operation.getOperationId()).containsKeys("401", "429");
            boolean openAi = List.of("createChatCompletion", "listModels", "getModel").contains(operation.getOperationId());
            operation.getResponses().forEach((status, response) -> {
                if (status.startsWith("4") || status.startsWith("5")) {
                    assertThat(response.getContent()).as(status).containsOnlyKeys(openAi ? OpenAiErrors.MEDIA_TYPE : Problem.MEDIA_TYPE);
                }
            });
        }
    }

    private static OpenAPI contract() throws IOException {
        String yaml;
        try (var in = HubHeaderFilterTest.class.getResourceAsStream("/openapi/hub.yaml")) {
            yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        ParseOptions options = new ParseOptions();
        options.setResolveFully(true);
        options.setResolve(true);
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(yaml, null, options);
        assertThat(result.getMessages()).isEmpty();
        return result.getOpenAPI();
    }

    private static List<Operation> operations(OpenAPI contract) {
        return contract.getPaths().values().stream().flatMap(path -> path.readOperations().stream()).toList();
    }

    static GatewaySettings settings(List<String> request, List<String> query, List<String> response) {
        GatewaySettings.Limit none = new GatewaySettings.Limit(0, 0);
        return new GatewaySettings(org.springframework.util.unit.DataSize.ofMegabytes(1), java.time.Duration.ofSeconds(1),
                java.time.Duration.ofSeconds(1), java.time.Duration.ofSeconds(1),
                new GatewaySettings.Slow(2, 1, org.springframework.util.unit.DataSize.ofMegabytes(1)), request, query,
                response, new GatewaySettings.Rate(none, none));
    }
}
