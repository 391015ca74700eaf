-- What the sender said, where its clock is ahead: two of its events are told apart by that.

alter table applied_state add column said_at timestamp(6) with time zone;
