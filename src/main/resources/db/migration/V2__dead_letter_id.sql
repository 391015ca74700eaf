-- A delivery that succeeds at its first attempt has no dead letter id: it saves an index entry for almost every row.

alter table delivery alter column dead_letter_id drop not null;
