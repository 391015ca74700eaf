-- Streams of providers that the hub reads: who reads, and how far Kafka has it.
create table feed (
  name        varchar(200) primary key,
  position    varchar(1000),                            -- the provider's, opaque; null: nothing read yet
  from_oldest boolean      not null,                    -- the position was lost: what the provider still has is read again
  stored_at   timestamp(6) with time zone,              -- when position was stored
  held_by     varchar(60),
  lease_until timestamp(6) with time zone
);
