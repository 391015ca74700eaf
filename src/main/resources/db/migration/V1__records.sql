-- What the hub remembers: requests received, events routed, deliveries and every attempt.
-- The same script runs on H2 (PostgreSQL mode) and PostgreSQL. Content is text as it was sent, never re-ordered JSON.

create table receipt (
  location          varchar(120) primary key,          -- where the request lies: topic-partition@offset
  source            varchar(100) not null,
  provider_event_id varchar(300),
  provider_type     varchar(200),
  received_at       timestamp(6) with time zone not null,
  verdict           varchar(60)  not null,
  outcome           varchar(20)  not null,              -- mapped, ignored, unknown, duplicate, failed
  why               varchar(1000),
  mapped_at         timestamp(6) with time zone not null,
  event_ids         varchar(2000)
);
create index receipt_by_origin on receipt (source, provider_event_id);
create index receipt_by_provider_event on receipt (provider_event_id);
create index receipt_by_time on receipt (received_at);

create table event (
  id            varchar(40) primary key,
  source        varchar(300) not null,
  type          varchar(120) not null,
  subject       varchar(300),
  originid      varchar(300),
  correlationid varchar(300),
  tenant        varchar(200),
  occurred_at   timestamp(6) with time zone,
  accepted_at   timestamp(6) with time zone not null
);
create index event_by_origin on event (originid);
create index event_by_time on event (accepted_at);

create table routing (
  event_id  varchar(40)  not null,
  route_id  varchar(120) not null,
  routed_at timestamp(6) with time zone not null,
  outcome   varchar(20)  not null,                       -- routed, failed
  decisions text         not null,                       -- JSON array of {destination, action, deliveryId, why}
  primary key (event_id, route_id)
);

create table delivery (
  id              varchar(300) primary key,              -- <event id>/<destination>/<action>
  dead_letter_id  varchar(40)  not null,                 -- the same, safe in a URL
  event_id        varchar(40)  not null,
  destination     varchar(60)  not null,
  action          varchar(60)  not null,
  event_type      varchar(120) not null,
  subject         varchar(300),
  state           varchar(20)  not null,                 -- claimed, waiting, parked, queued, delivered, dead, discarded
  round           int          not null,
  attempts        int          not null,
  claimed_by      varchar(60),
  lease_until     timestamp(6) with time zone,
  next_attempt_at timestamp(6) with time zone,
  fault_class     varchar(20),
  status          int,
  code            varchar(200),
  message         varchar(2000),
  content         text,                                  -- the delivery itself, kept while parked or dead
  created_at      timestamp(6) with time zone not null,
  updated_at      timestamp(6) with time zone not null
);
create index delivery_by_event on delivery (event_id);
create index delivery_by_dead_letter on delivery (dead_letter_id);
create index delivery_by_due on delivery (state, next_attempt_at);
create index delivery_by_destination on delivery (destination, updated_at);
create index delivery_by_time on delivery (updated_at);

create table attempt (
  delivery_id    varchar(300) not null,
  attempt_number int          not null,
  round          int          not null,
  started_at     timestamp(6) with time zone not null,
  duration_ms    bigint       not null,
  outcome        varchar(20)  not null,                  -- ok, transient, rate_limited, permanent, in_doubt, and operator actions
  status         int,
  code           varchar(200),
  message        varchar(2000),
  answer         varchar(4000),
  wait_ms        bigint,
  primary key (delivery_id, attempt_number)
);
