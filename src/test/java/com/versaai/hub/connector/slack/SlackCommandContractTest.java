package com.versaai.hub.connector.slack;

import com.versaai.hub.inbound.InboundContract;

/** Slash commands: the fields of a form. */
class SlackCommandContractTest extends InboundContract {

    @Override
    protected String door() {
        return "commands";
    }

    @Override
    protected String body() {
        return """
            {"token":"unused","team_id":"T0HUB","enterprise_id":"","channel_id":"C0HUB","user_id":"U0HUB","command":"/hub","text":"status now! + %20 * ~ Zoë",
             "response_url":"https://hooks.slack.com/commands/T0HUB/1/abc","trigger_id":"1.2.3"}""";
    }

    @Override
    protected String withoutBatches() {
        return "a form is one command";
    }
}
