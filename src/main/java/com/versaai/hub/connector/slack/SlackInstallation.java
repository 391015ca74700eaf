package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One workspace's, or one organization's, installation of the app.
 *
 * @param id           the team's, or the organization's where it is of all its teams
 * @param state        active, revoked, uninstalled, removed (by an operator of the hub)
 * @param token        null unless active
 * @param refreshToken null where tokens do not rotate
 * @param expiresAt    of the token, null for never
 */
record SlackInstallation(String id, String enterpriseId, String teamId, String name, String appId, String botUserId, String scopes, String state,
        String token, String refreshToken, Instant expiresAt, Instant installedAt) {

    static final String ACTIVE = "active";
    private static final String ID = "[A-Z0-9]{2,40}";

    /** What {@code oauth.v2.access} answered; empty when it is no bot's token of a team or an organization. */
    static Optional<SlackInstallation> of(JsonNode answer, Instant now) {
        boolean wide = answer.path("is_enterprise_install").asBoolean();
        String team = answer.at("/team/id").textValue();
        String enterprise = answer.at("/enterprise/id").textValue();
        String id = wide ? enterprise : team;
        if (!answer.path("ok").asBoolean() || !"bot".equals(answer.path("token_type").asText()) || id == null || !id.matches(ID)) {
            return Optional.empty();
        }
        String name = answer.at(wide ? "/enterprise/name" : "/team/name").asText("");
        return Optional.of(new SlackInstallation(id, enterprise, wide ? null : team, name.substring(0, Math.min(200, name.length())),
                answer.path("app_id").textValue(), answer.path("bot_user_id").textValue(), answer.path("scope").textValue(), ACTIVE,
                answer.path("access_token").asText(), answer.path("refresh_token").textValue(), expires(answer, now), now));
    }

    /** When the token of an answer expires; null for never. */
    static Instant expires(JsonNode answer, Instant now) {
        return answer.path("expires_in").canConvertToInt() ? now.plusSeconds(answer.path("expires_in").asInt()) : null;
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "SlackInstallation[" + id + " " + state + "]";
    }
}
