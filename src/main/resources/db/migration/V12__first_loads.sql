-- What providers held before the hub listened, taken in by an operator's wish: how far each load is.
create table first_load (
  id          varchar(40)  primary key,
  source      varchar(60)  not null,
  object      varchar(80)  not null,
  asked_by    varchar(100),
  state       varchar(20)  not null,                       -- running, stopped, finished, failed
  open_as     varchar(150) unique,                         -- source and object while it runs or is stopped: one of each
  position    varchar(1000),                               -- the provider's, opaque; null: nothing asked yet
  taken       bigint       not null,                       -- records whose pages Kafka has
  total       bigint,                                      -- as the provider says, once it knows
  restarts    int          not null,                       -- times the provider had lost it, and it began anew
  remark      varchar(500),                                -- why nothing moves, or why it failed
  claimed_by  varchar(60),
  lease_until timestamp(6) with time zone,
  created_at  timestamp(6) with time zone not null,
  updated_at  timestamp(6) with time zone not null
);
