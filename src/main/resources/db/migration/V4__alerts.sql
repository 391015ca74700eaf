-- Alerts of many alike are one: what was told of (alert_notice), what is grouped (alert_group), what is to be said (alert_due).

create table alert_notice (
  event_id    varchar(40)  primary key,                 -- an event that comes twice counts once
  kind        varchar(20)  not null,                    -- failed, degraded, recovered
  service     varchar(200) not null,
  aspect      varchar(60),                              -- fault class of a failure; part of a service
  code        varchar(200) not null,
  severity    varchar(20),
  delivery_id varchar(300),
  attempts    int,
  occurred_at timestamp(6) with time zone not null,
  counted_at  timestamp(6) with time zone               -- null until its group has it
);
create index alert_notice_by_count on alert_notice (counted_at);

create table alert_group (
  id            varchar(40)  primary key,
  service       varchar(200) not null,
  kind          varchar(20)  not null,                  -- failed, health
  aspect        varchar(60),
  code          varchar(200),
  severity      varchar(20),
  window_from   timestamp(6) with time zone not null,
  window_to     timestamp(6) with time zone not null,
  more          int          not null,                  -- since something was said of it
  last_code     varchar(200),
  last_delivery varchar(300),
  state         varchar(20),                            -- of a service, by its last event
  state_at      timestamp(6) with time zone,
  told_state    varchar(20),
  at_once       int          not null                   -- alerts of this window that did not wait for its end
);

create table alert_due (
  id          varchar(40) primary key,                  -- of the event system.alert
  service     varchar(200) not null,
  content     text        not null,
  lease_until timestamp(6) with time zone
);

-- Who holds its row counts; the other nodes leave it alone meanwhile.
create table alert_turn (id int primary key);
insert into alert_turn (id) values (1);
