package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.versaai.hub.event.Event;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Header;

/** Bean {@code slackInstallOperations} of the API and of what Slack tells about installations. Does nothing where OAuth is off. */
public final class SlackInstallOperations {

    private static final JsonMapper JSON = new JsonMapper();

    private final Supplier<SlackInstall> install;
    private final Supplier<SlackInstallations> installations;

    /** @param install gives null where OAuth is off, as {@code installations} does */
    SlackInstallOperations(Supplier<SlackInstall> install, Supplier<SlackInstallations> installations) {
        this.install = install;
        this.installations = installations;
    }

    /** One in the list: no token. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(String id, String enterpriseId, String teamId, String name, String appId, String botUserId, String scopes, String state, String expiresAt,
            String installedAt) {
    }

    /** Who has installed the app. */
    public Object listSlackInstallations() {
        SlackInstallations all = installations.get();
        return Map.of("items", all == null ? List.of() : all.list().stream().map(one -> new View(one.id(), one.enterpriseId(), one.teamId(), one.name(),
                one.appId(), one.botUserId(), one.scopes(), one.state(), one.expiresAt() == null ? null : one.expiresAt().toString(),
                one.installedAt().toString())).toList());
    }

    /** A link for one person. */
    public Object createSlackInstallLink() {
        if (install.get() == null) {
            throw new ProviderException("slack", new Fault(FaultClass.PERMANENT, null, "not_configured", "hub.slack.oauth.enabled is false", null, null));
        }
        SlackInstall.Link link = install.get().link();
        return Map.of("url", link.url(), "expiresAt", link.expiresAt().toString());
    }

    /** Ends an installation; one that is none is fine, it is not there afterwards either way. */
    public void deleteSlackInstallation(@Header("id") String id) {
        if (install.get() != null) {
            install.get().remove(id);
        }
    }

    /**
     * {@code app_uninstalled} and {@code tokens_revoked}: the tokens are forgotten, unless the app was installed again since. Of an organization's
     * installation one workspace's removal takes nothing away.
     *
     * @return whether something ended
     */
    public boolean ended(Event event) {
        SlackInstallations all = installations.get();
        // What is no webhook's can be written by whoever may publish events.
        if (all == null || !("/slack".equals(event.source()) || event.source().startsWith("/slack/"))) {
            return false;
        }
        JsonNode data = JSON.valueToTree(event.data());
        String kind = data.path("eventType").asText();
        String team = data.path("teamId").asText();
        String enterprise = data.path("enterpriseId").asText();
        Instant happened = event.time();
        if ("app_uninstalled".equals(kind)) {
            return all.end(team.isEmpty() ? enterprise : team, "uninstalled", happened, null);
        }
        if (!"tokens_revoked".equals(kind)) {
            return false;
        }
        List<String> bots = new ArrayList<>();
        data.at("/event/tokens/bot").forEach(bot -> bots.add(bot.asText()));
        return all.end(team, "revoked", happened, bots) | all.end(enterprise, "revoked", happened, bots);
    }
}
