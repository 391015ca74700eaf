package delivery;

import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.destination.Destinations;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ChoiceDefinition;

/**
 * Delivers what is queued: both templates of {@link DeliveryTemplate} for each destination that a connector or the configuration brings.
 * Owner: integration platform.
 */
public class Deliveries extends RouteBuilder {

    @Override
    public void configure() {
        for (Destination destination : Destinations.in(getContext())) {
            templatedRoute("delivery")
                .routeId(destination.name() + "-deliver")
                .prefixId(destination.name() + "-")
                .parameter("destination", destination.name())
                .parameter("concurrency", String.valueOf(destination.concurrency()));
            templatedRoute("attempt")
                .routeId(destination.name() + "-attempt")
                .prefixId(destination.name() + "-")
                .parameter("destination", destination.name())
                .parameter("call", call(destination));
        }
    }

    /** The kamelet, or the route that chooses among those of a connector whose actions need several. */
    private String call(Destination destination) {
        if (destination.otherActions().isEmpty()) {
            return destination.usualCall();
        }
        ChoiceDefinition choice = from("direct:" + destination.name() + "-call")
            .routeId(destination.name() + "-call")
            .routeGroup("delivery")
            .routeDescription("Delivery to " + destination.name() + " -> the kamelet of its action")
            // A part of the attempt, which judges what fails: another policy would log it first, with its stack trace.
            .routeConfigurationId("hub-caller")
            .choice();
        destination.otherActions().forEach(action -> choice
                .when(exchangeProperty("action").isEqualTo(action)).to(destination.callOf(action)));
        choice.otherwise().to(destination.usualCall()).end();
        return "direct:" + destination.name() + "-call";
    }
}
