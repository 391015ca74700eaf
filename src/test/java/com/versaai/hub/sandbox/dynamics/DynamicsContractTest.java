package com.versaai.hub.sandbox.dynamics;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

class DynamicsContractTest extends SimulatorContract {

    private int refusal;

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) throws IOException {
        // Entra ID knows no such application: 400. It does, and the secret is wrong: 401.
        refusal = settings.apply("client-id").equals(DynamicsSandbox.CLIENT_ID) ? 401 : 400;
        Web.Reply login = Web.post(settings.apply("login-url") + '/' + settings.apply("tenant") + "/oauth2/v2.0/token",
                Map.of("Content-Type", "application/x-www-form-urlencoded"), "grant_type=client_credentials&client_id=" + settings.apply("client-id")
                + "&client_secret=" + settings.apply("client-secret") + "&scope=" + settings.apply("base-url") + "/.default");
        return login.status() != 200 ? login : Web.send("PATCH", settings.apply("base-url") + "/api/data/v9.2/leads(hub_key='" + UUID.randomUUID() + "')",
                DynamicsSimulatorTest.headers(login.json().get("access_token").asText()), "{\"lastname\":\"Moreau\"}");
    }

    @Override
    protected int refusal() {
        return refusal;
    }
}
