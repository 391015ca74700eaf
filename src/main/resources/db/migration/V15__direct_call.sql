-- Calls at a provider that somebody waits for: one effect per caller and key, however often it is asked for.
create table direct_call (
  id          varchar(64)  primary key,                 -- SHA-256 of the caller's name and its Idempotency-Key
  body_hash   varchar(64)  not null,                    -- of what is asked: another body with the same key is a mistake
  state       varchar(10)  not null,                    -- claimed, done, doubt
  lease_until timestamp(6) with time zone not null,     -- of claimed: until then the call may be under way, afterwards nobody knows
  answer      varchar(2000),                            -- of done, JSON
  created_at  timestamp(6) with time zone not null
);
create index direct_call_by_age on direct_call (created_at);
