package ops;

import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;

/** Asks every AI provider for its models, which costs nothing: is it there, does it take the key? Owner: integration platform. */
public class AiProbe extends RouteBuilder {

    @Override
    public void configure() {
        String period = getContext().resolvePropertyPlaceholders("{{hub.ai.status.probe-period:}}").strip();
        boolean wanted = !period.matches("0?");
        String[] accounts = Stream.of(getContext().resolvePropertyPlaceholders("{{hub.ai.accounts:groq}}").split(","))
                .map(String::strip).toArray(String[]::new);

        from("timer:ai-probe?delay={{hub.ai.status.probe-delay:1000}}&period=" + (wanted ? period : "0"))
            .routeId("ai-probe")
            .routeGroup("ops")
            .routeDescription("GET /models of each provider in hub.ai.accounts")
            .routeConfigurationId("hub-ops")
            .autoStartup(wanted)
            .multicast().to(Stream.of(accounts).map(account -> "direct:ai-probe-" + account).toArray(String[]::new));

        routeTemplate("ai-probe-provider")
            .templateParameter("account", null, "Name in hub.ai.accounts")
            .from("direct:ai-probe-{{account}}")
                .routeGroup("ops")
                .routeDescription("Is {{account}} there?")
                .routeConfigurationId("hub-probe")
                .setProperty("account", constant("{{account}}"))
                .to("kamelet:groq-models-action?account={{account}}")
                .bean("aiProbes", "answered");

        for (String account : accounts) {
            templatedRoute("ai-probe-provider").routeId("ai-probe-" + account)
                .parameter("account", account);
        }
    }
}
