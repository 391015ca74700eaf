package com.versaai.hub.reload;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.log.LogComponent;
import org.apache.camel.component.log.LogEndpoint;
import org.slf4j.LoggerFactory;

/** {@code log:name} below the routes' own logger: what an engineer wants to see must not go by the level of the libraries. */
final class RouteLog extends LogComponent {

    /** Beginning of the names of all loggers that routes write to; {@code logging.level.routes}. */
    static final String ROUTES = "routes.";

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) throws Exception {
        LogEndpoint endpoint = (LogEndpoint) super.createEndpoint(uri, name, parameters);
        if (endpoint.getProvidedLogger() == null) {
            endpoint.setProvidedLogger(LoggerFactory.getLogger(ROUTES + name));
        }
        return endpoint;
    }
}
