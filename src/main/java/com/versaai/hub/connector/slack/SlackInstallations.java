package com.versaai.hub.connector.slack;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of installations. What is older than an installation does not touch it: each change says which it means. */
final class SlackInstallations {

    private static final String COLUMNS = "select id, enterprise_id, team_id, name, app_id, bot_user_id, scopes, state, token, refresh_token, expires_at, "
            + "installed_at from slack_installation ";
    private static final String TOKEN = "/token";
    private static final String REFRESH = "/refresh";

    private final JdbcTemplate jdbc;
    private final SlackTokenSeal seal;

    SlackInstallations(JdbcTemplate jdbc, SlackTokenSeal seal) {
        this.jdbc = jdbc;
        this.seal = seal;
    }

    Optional<SlackInstallation> find(String id) {
        return jdbc.query(COLUMNS + "where id = ?", (row, i) -> read(row, true), id).stream().findFirst();
    }

    /** All, without their tokens. */
    List<SlackInstallation> list() {
        return jdbc.query(COLUMNS + "order by id", (row, i) -> read(row, false));
    }

    private SlackInstallation read(ResultSet row, boolean open) throws SQLException {
        String id = row.getString(1);
        return new SlackInstallation(id, row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6), row.getString(7),
                row.getString(8), open ? opened(row.getString(9), id + TOKEN) : null, open ? opened(row.getString(10), id + REFRESH) : null,
                instant(row.getTimestamp(11)), instant(row.getTimestamp(12)));
    }

    /** Stores a new installation, or in the place of an older one. */
    void store(SlackInstallation made) {
        Object[] values = {made.enterpriseId(), made.teamId(), made.name(), made.appId(), made.botUserId(), made.scopes(), made.state(),
            sealed(made.token(), made.id() + TOKEN), sealed(made.refreshToken(), made.id() + REFRESH), at(made.expiresAt()), at(made.installedAt()),
            at(made.installedAt()), made.id()};
        String update = "update slack_installation set enterprise_id = ?, team_id = ?, name = ?, app_id = ?, bot_user_id = ?, scopes = ?, state = ?, "
                + "token = ?, refresh_token = ?, expires_at = ?, installed_at = ?, changed_at = ?, renewing_until = null where id = ?";
        if (jdbc.update(update, values) == 0) {
            try {
                jdbc.update("insert into slack_installation (enterprise_id, team_id, name, app_id, bot_user_id, scopes, state, token, refresh_token, "
                        + "expires_at, installed_at, changed_at, id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values);
            } catch (DuplicateKeyException e) {
                // Two browsers installed the same workspace at once: Slack's later answer is as good.
                jdbc.update(update, values);
            }
        }
    }

    /** Whether it is this caller that may renew the token now: one in the whole hub, and only while the token is the one that it has seen. */
    boolean lease(SlackInstallation of, Instant now, Duration lease) {
        return jdbc.update("update slack_installation set renewing_until = ? where id = ? and installed_at = ? and expires_at = ? "
                + "and (renewing_until is null or renewing_until < ?)", at(now.plus(lease)), of.id(), at(of.installedAt()), at(of.expiresAt()), at(now)) == 1;
    }

    /** Puts the new tokens in the place of the old ones, which stand until then; not where the app was installed again or removed meanwhile. */
    void renewed(SlackInstallation of, String token, String refreshToken, Instant expires, Instant now) {
        jdbc.update("update slack_installation set token = ?, refresh_token = ?, expires_at = ?, changed_at = ?, renewing_until = null "
                + "where id = ? and installed_at = ? and state = 'active'", seal.seal(token, of.id() + TOKEN), sealed(refreshToken, of.id() + REFRESH),
                at(expires), at(now), of.id(), at(of.installedAt()));
    }

    /**
     * Forgets the tokens, unless the app was installed later. Slack says whole seconds: what happened in the second of the installation is
     * taken for older, since a dead token that is kept shows at its first call, and a living one that is lost does not come back.
     *
     * @param bots null for all, else whose token it must be
     * @return whether it was there
     */
    boolean end(String id, String state, Instant happened, List<String> bots) {
        List<SlackInstallation> found = jdbc.query(COLUMNS + "where id = ? and state = 'active'", (row, i) -> read(row, false), id);
        if (found.isEmpty() || bots != null && !bots.contains(found.get(0).botUserId())) {
            return false;
        }
        return jdbc.update("update slack_installation set state = ?, token = null, refresh_token = null, expires_at = null, renewing_until = null, "
                + "changed_at = ? where id = ? and state = 'active' and installed_at < ?", state, at(happened), id, at(Instant.ofEpochSecond(happened.getEpochSecond()))) == 1;
    }

    private String sealed(String text, String place) {
        return text == null ? null : seal.seal(text, place);
    }

    private String opened(String text, String place) {
        return text == null ? null : seal.open(text, place);
    }

    private static Timestamp at(Instant time) {
        return time == null ? null : Timestamp.from(time);
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
