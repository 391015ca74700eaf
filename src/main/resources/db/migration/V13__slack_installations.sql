-- Workspaces (or whole organizations) that have installed the Slack app. Tokens are sealed: without the key of the settings they are of no use.
create table slack_installation (
  id             varchar(60) primary key,                  -- T…, or E… where it is of the whole organization
  enterprise_id  varchar(60),
  team_id        varchar(60),
  name           varchar(200),
  app_id         varchar(60),
  bot_user_id    varchar(60),
  scopes         varchar(4000),
  state          varchar(20)  not null,                    -- active, revoked, uninstalled, removed
  token          varchar(4000),                            -- null unless active
  refresh_token  varchar(4000),
  expires_at     timestamp(6) with time zone,              -- null: never
  installed_at   timestamp(6) with time zone not null,
  changed_at     timestamp(6) with time zone not null,
  renewing_until timestamp(6) with time zone               -- a node asks for a new token until then; others wait
);
-- What a browser brings along while it installs: links of operators, and states. Hashes only; each is good once.
create table slack_install_code (
  hash       varchar(64) primary key,
  browser    varchar(64),                                  -- of a state: hash of the cookie
  link       varchar(64),                                  -- of a state: the link it came by
  expires_at timestamp(6) with time zone not null
);
