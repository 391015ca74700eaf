package events;

import com.versaai.hub.inbound.EventTypes;
import java.util.stream.Collectors;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** Types without an effect by default: kept and shown in timelines, ready for a route of their own. Owner: integration platform. */
public class OtherEvents extends RouteBuilder {

    @Override
    public void configure() {
        String ofConnectors = EventTypes.in(getContext()).stream().map(type -> ",hub.events." + type).collect(Collectors.joining());
        from("kamelet:hub-event-source?topics=hub.events.slack.command.invoked,hub.events.slack.interaction.received,hub.events.slack.message.received,hub.events.crm.record.changed,hub.events.unknown"
                + ofConnectors + "&subscriber=other-events-keep")
            .routeId("other-events-keep")
            .routeGroup("events")
            .routeDescription("slack.*, crm.record.changed, types of connectors, unknown types -> history only")
            .routeConfigurationId("hub-events")
            .log(LoggingLevel.DEBUG, "${body.type} ${body.id} kept");
    }
}
