-- How far each consumer group had read and how much there was, as of the last look: Kafka forgets both, the one after days without
-- a member, the other with the records that it deletes or that a power cut took.

create table bus_position (
  group_id     varchar(200) not null,
  topic        varchar(200) not null,
  partition_no int          not null,
  acknowledged bigint       not null,
  log_end      bigint       not null,
  seen_at      timestamp(6) with time zone not null,
  primary key (group_id, topic, partition_no)
);
