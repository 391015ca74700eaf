package api;

import org.apache.camel.builder.RouteBuilder;

/**
 * The AI gateway: cache, rate, then the chain of models and providers until one answers. Owner: integration platform.
 *
 * <p>An attempt goes through its provider's circuit breaker; a failed one is judged by the error policy {@code hub-chat}, and the
 * loop goes on where that leads.
 */
public class ChatCompletions extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:createChatCompletion")
            .routeId("chat-completion-create")
            .routeGroup("api")
            .routeDescription("POST /v1/chat/completions, as OpenAI's clients call it")
            .routeConfigurationId("hub-request")
            .bean("chatDoor", "accept")
            .to("direct:chat-chain")
            .bean("chatAnswers", "write");

        from("direct:createAiResponse")
            .routeId("ai-response-create")
            .routeGroup("api")
            .routeDescription("POST /api/v1/ai/responses: one prompt, one text")
            .routeConfigurationId("hub-request")
            .bean("chatDoor", "acceptPrompt")
            .to("direct:chat-chain")
            .bean("chatAnswers", "writeSimple");

        from("direct:listModels")
            .routeId("models-list")
            .routeGroup("api")
            .routeDescription("GET /v1/models")
            .routeConfigurationId("hub-request")
            .bean("chatAnswers", "models");

        from("direct:getModel")
            .routeId("model-get")
            .routeGroup("api")
            .routeDescription("GET /v1/models/{model}")
            .routeConfigurationId("hub-request")
            .bean("chatAnswers", "model");

        from("direct:chat-chain")
            .routeId("chat-chain")
            .routeGroup("api")
            .routeDescription("Asked model -> other models -> other providers, within the deadline")
            .routeConfigurationId("hub-caller")
            .loopDoWhile(method("chat", "tries"))
                .toD("direct:chat-${exchangeProperty.chatAccount}")
            .end();

        routeTemplate("chat-provider")
            .templateParameter("account", null, "Name in hub.ai.accounts")
            .from("direct:chat-{{account}}")
                .routeGroup("api")
                .routeDescription("One attempt at {{account}}, behind its circuit breaker")
                .routeConfigurationId("hub-chat")
                // The policy takes what comes out of a step; out of a circuit breaker alone it would not.
                .step("attempt-{{account}}")
                    .circuitBreaker().resilience4jConfiguration()
                            .circuitBreaker("chat-{{account}}-circuit").throwExceptionWhenHalfOpenOrOpenState(true).end()
                        .choice()
                            .when(method("chat", "streams"))
                                .bean("chat", "open")
                            .otherwise()
                                .bean("chat", "call")
                                .to("kamelet:groq-chat-action?account={{account}}")
                                .bean("chat", "answered")
                        .end()
                    .end()
                .end();

        for (String account : getContext().resolvePropertyPlaceholders("{{hub.ai.accounts:groq}}").split(",")) {
            templatedRoute("chat-provider").routeId("chat-via-" + account.strip())
                .parameter("account", account.strip());
        }
    }
}
