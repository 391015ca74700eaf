-- Money of the AI gateway: what a tenant with a budget has spent and reserved in a month. Tenants without one have no rows.
-- A single conditional update of ai_budget is the gate for all nodes; ai_reservation says what a killed process held.

create table ai_budget (
  tenant            varchar(200)   not null,
  period            varchar(7)     not null,               -- month in UTC, 2026-01
  spent             numeric(24,10) not null,
  reserved          numeric(24,10) not null,               -- sum of this month's rows in ai_reservation
  prompt_tokens     bigint         not null,
  completion_tokens bigint         not null,
  warned_at         timestamp(6) with time zone,
  primary key (tenant, period)
);

create table ai_reservation (
  id          varchar(40)    primary key,
  tenant      varchar(200)   not null,
  period      varchar(7)     not null,
  amount      numeric(24,10) not null,
  lease_until timestamp(6) with time zone not null
);
create index ai_reservation_by_lease on ai_reservation (tenant, period, lease_until);
