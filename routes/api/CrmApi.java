package api;

import com.versaai.hub.delivery.destination.Destination;
import com.versaai.hub.delivery.destination.Destinations;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ChoiceDefinition;

/**
 * Who somebody is to the CRMs. Other routes enrich by {@code direct:contact-lookup} (headers HubCrm and HubKey), which keeps answers and stays
 * within the CRM's limits. Owner: integration platform.
 */
public class CrmApi extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:findContacts")
            .routeId("contacts-find")
            .routeGroup("api")
            .routeDescription("GET /api/v1/crm/{crm}/contacts?email= -> what is known, or the CRM")
            .routeConfigurationId("hub-request")
            .setHeader("HubCrm", header("crm"))
            .setHeader("HubKey", header("email"))
            .to("direct:contact-lookup");

        from("direct:contact-lookup")
            .routeId("contact-lookup")
            .routeGroup("api")
            .routeDescription("Contacts of an address: kept answers, else direct:contact-call")
            .routeConfigurationId("hub-caller")
            .bean("contactLookups", "ask")
            .choice()
                .when(exchangeProperty("hubContactCrm").isNotNull())
                    .to("direct:contact-call")
                    .bean("contactLookups", "found")
            .end();

        ChoiceDefinition call = from("direct:contact-call")
            .routeId("contact-call")
            .routeGroup("api")
            .routeDescription("The lookup kamelet of the CRM that is asked")
            .routeConfigurationId("hub-lookup")
            .choice();
        for (Destination destination : Destinations.in(getContext())) {
            if (destination.contactCall() != null) {
                call.when(exchangeProperty("hubContactCrm").isEqualTo(destination.name())).to(destination.contactCall());
            }
        }
        call.otherwise().throwException(new IllegalStateException("this CRM came after the route; it is made anew when routes/api/CrmApi.java is loaded"));
    }
}
