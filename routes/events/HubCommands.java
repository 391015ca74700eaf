package events;

import org.apache.camel.Predicate;
import org.apache.camel.builder.PredicateBuilder;
import org.apache.camel.builder.RouteBuilder;

/**
 * {@code /hub} in Slack: how the integrations are, and the dead letters with a button that delivers one again, which asks why first.
 * Owner: integration platform.
 *
 * <p>Status: anybody whose workspace has the app; names and counts; asked too often it repeats what it saw two seconds ago.
 * Dead letters: {@code hub.chat.operators}, by default nobody; the newest ten, without what they hold.
 * Replay: the same, asked again when the form comes back; one letter a click, as a bulk action of one, of which ten can be open; it is
 * delivered as any replay, at its destination's pace, and history says by whom and why. Who clicks twice finds the letter gone.
 */
public class HubCommands extends RouteBuilder {

    private static final String COMMAND = "${body.type} == 'slack.command.invoked' && ${body.data[command]} == '/hub' && ${body.data[verb]} == ";
    private static final String INTERACTION = "${body.type} == 'slack.interaction.received' && ${body.data[refused]} == null && ";

    @Override
    public void configure() {
        Predicate operator = method("chatOperations", "isOperator");
        Predicate status = simple(COMMAND + "'status'");
        Predicate letters = simple(COMMAND + "'deadletters'");
        Predicate clicked = simple(INTERACTION + "${body.data[kind]} == 'block_actions' && ${body.data[actionId]} == 'hub_replay'");
        Predicate said = simple(INTERACTION + "${body.data[kind]} == 'view_submission' && ${body.data[callbackId]} == 'hub_replay'");

        from("kamelet:hub-event-source?topics=hub.events.slack.command.invoked,hub.events.slack.interaction.received&subscriber=hub-commands-answer")
            .routeId("hub-commands-answer")
            .routeGroup("events")
            .routeDescription("/hub status, /hub deadletters, replay by button -> Slack, dead-letter jobs")
            .routeConfigurationId("hub-events")
            .choice()
                .when(status)
                    .setBody(method("chatOperations", "status"))
                    .to("kamelet:hub-delivery-sink?to=slack-replies&action=hub-status&why=/hub status")
                .when(PredicateBuilder.and(operator, letters))
                    .setBody(method("chatOperations", "deadLetters"))
                    .to("kamelet:hub-delivery-sink?to=slack-replies&action=hub-dead-letters&why=/hub deadletters")
                .when(PredicateBuilder.and(operator, clicked))
                    .setBody(method("chatOperations", "letter"))
                    .to("kamelet:hub-delivery-sink?to=slack-replies&action=hub-replay-form&why=replay asks why")
                .when(PredicateBuilder.and(operator, said))
                    .setBody(method("chatOperations", "replay"))
                    .to("kamelet:hub-delivery-sink?to=slack-replies&action=hub-told&why=how the replay ended")
                .when(PredicateBuilder.or(letters, clicked, said))
                    .setBody(method("chatOperations", "refused"))
                    .to("kamelet:hub-delivery-sink?to=slack-replies&action=hub-told&why=not an operator")
            .end();
    }
}
