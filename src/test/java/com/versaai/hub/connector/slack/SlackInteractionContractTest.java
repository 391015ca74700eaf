package com.versaai.hub.connector.slack;

import com.versaai.hub.inbound.InboundContract;

/** Clicks and forms: JSON in the field of a form. */
class SlackInteractionContractTest extends InboundContract {

    @Override
    protected String door() {
        return "interactions";
    }

    @Override
    protected String body() {
        return """
            {"type":"block_actions","team":{"id":"T0HUB","domain":"hub"},"user":{"id":"U0HUB","username":"ana","team_id":"T0HUB"},"api_app_id":"A0HUB",
             "token":"unused","container":{"type":"message","message_ts":"1760000000.000100","channel_id":"C0HUB","is_ephemeral":false},"trigger_id":"1.2.4",
             "channel":{"id":"C0HUB","name":"general"},"response_url":"https://hooks.slack.com/actions/T0HUB/1/abc",
             "actions":[{"action_id":"hub_replay","block_id":"b1","text":{"type":"plain_text","text":"Replay"},"value":"5a0c7a2e","type":"button","action_ts":"1.1"}]}""";
    }

    @Override
    protected String withoutBatches() {
        return "Slack sends one interaction per request";
    }
}
