-- Bulk acts on dead letters: what was asked, and the letters that are still to be acted on. A letter that is done has no item
-- any more, so that a job takes no more room than what it still has to do.

create table dead_letter_job (
  id          varchar(40)  primary key,
  action      varchar(20)  not null,                       -- replay, discard
  asked_by    varchar(100),
  asked_for   text         not null,                       -- JSON: the filter, or how many ids
  state       varchar(20)  not null,                       -- running, stopping, stopped, finished
  total       int          not null,                       -- letters of its set
  not_open    int          not null,                       -- ids that were no open letters at the start
  more        boolean      not null,                       -- there were more than it could take
  changed     int          not null,
  overtaken   int          not null,                       -- not as at the start any more
  unfit       int          not null,                       -- could not go back
  failed      int          not null,
  waits       varchar(300),                                -- why nothing moves
  claimed_by  varchar(60),
  lease_until timestamp(6) with time zone,
  created_at  timestamp(6) with time zone not null,
  updated_at  timestamp(6) with time zone not null
);

create table dead_letter_job_item (
  job_id      varchar(40)  not null,
  delivery_id varchar(300) not null,
  destination varchar(60)  not null,
  seq         bigint       not null,                       -- the oldest letter first
  round       int          not null,                       -- of the letter, as of the start
  attempts    int          not null,
  begun       boolean      not null,                       -- its replay is written down, perhaps not published yet
  primary key (job_id, delivery_id)
);
create index dead_letter_job_item_by_turn on dead_letter_job_item (job_id, begun, destination, seq);

-- Locked while a job takes its set: the bounds hold for all nodes together.
create table dead_letter_job_gate (
  id int primary key
);
insert into dead_letter_job_gate (id) values (1);
