package com.versaai.hub.connector.slack;

import com.versaai.hub.connector.SinkContract;
import com.versaai.hub.sandbox.slack.SlackTickets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** One channel by its webhook, the others by the API; replies and forms with addresses and triggers that Slack has just handed out. */
class SlackSinkContractTest extends SinkContract {

    @Override
    protected Map<String, String> settings(Map<String, String> announced) {
        Map<String, String> settings = new HashMap<>(announced);
        settings.keySet().removeIf(setting -> setting.startsWith("webhooks.") && !setting.endsWith(".growth"));
        return settings;
    }

    @Override
    protected String fresh(String payload) {
        return payload.replaceFirst("\"reply\":\"[^\"]*\"", "\"reply\":\"" + SlackTickets.replyAddress(Instant.now()) + '"')
                .replaceFirst("\"trigger_id\":\"[^\"]*\"", "\"trigger_id\":\"" + SlackTickets.made(Instant.now()) + '"');
    }

    @Override
    protected String[] mappingSettings() {
        return new String[] {"hub.slack.channels.ai", "#general"};
    }

    @Override
    protected Map<Ability, String> without() {
        return Map.of(Ability.TOKENS, "a bot token without rotation does not expire");
    }
}
