package api;

import org.apache.camel.builder.RouteBuilder;

/** What the hub is made of, over HTTP. Owner: integration platform. */
public class CatalogApi extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:getCatalog")
            .routeId("catalog-get")
            .routeGroup("api")
            .routeDescription("GET /api/v1/catalog")
            .routeConfigurationId("hub-request")
            .setBody(method("hubCatalog", "getCatalog"))
            .removeHeaders("*")
            .marshal().json()
            .setHeader("Content-Type", constant("application/json"))
            .setHeader("CamelHttpResponseCode", constant(200));
    }
}
