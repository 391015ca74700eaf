package com.versaai.hub.sandbox.salesforce;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.util.Map;
import java.util.function.UnaryOperator;

class SalesforceContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        Web.Reply login = Web.post(settings.apply("login-url") + "/services/oauth2/token", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials&client_id=" + settings.apply("client-id") + "&client_secret=" + settings.apply("client-secret"));
        return login.status() != 200 ? login : Web.post(login.json().get("instance_url").asText() + "/services/data/" + settings.apply("api-version")
                + "/sobjects/Lead", Web.json("Bearer " + login.json().get("access_token").asText()), "{\"LastName\":\"Moreau\",\"Company\":\"Acme SAS\"}");
    }

    /** The login says so, as OAuth has it. */
    @Override
    protected int refusal() {
        return 400;
    }
}
