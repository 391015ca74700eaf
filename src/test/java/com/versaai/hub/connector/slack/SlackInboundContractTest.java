package com.versaai.hub.connector.slack;

import com.versaai.hub.inbound.InboundContract;

/** The Events API. */
class SlackInboundContractTest extends InboundContract {

    @Override
    protected String door() {
        return "events";
    }

    @Override
    protected String body() {
        return """
            {"token":"unused","team_id":"T0HUB","api_app_id":"A0HUB","event":{"type":"message","channel":"C0HUB","user":"U0HUB","text":"hola ~*+ Zoë",
             "ts":"1760000000.000100","event_ts":"1760000000.000100","channel_type":"channel"},"type":"event_callback","event_id":"Ev0HUB1","event_time":1760000000,
             "authorizations":[{"enterprise_id":null,"team_id":"T0HUB","user_id":"U0BOT","is_bot":true,"is_enterprise_install":false}],"is_ext_shared_channel":false}""";
    }

    @Override
    protected String withoutBatches() {
        return "Slack sends one event per request";
    }
}
