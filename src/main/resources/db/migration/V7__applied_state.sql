-- What was last applied to an object that has a state (a CRM record, a deal, a ticket), so that an older event never overwrites a newer one.

create table applied_state (
  id          varchar(40)  primary key,                 -- of destination, object and key: a key may be an e-mail address
  event_at    timestamp(6) with time zone not null,     -- when what was applied happened
  first_tried timestamp(6) with time zone not null,     -- decides between events of the same moment
  event_id    varchar(40)  not null,
  applied_at  timestamp(6) with time zone not null
);
create index applied_state_by_age on applied_state (applied_at);
