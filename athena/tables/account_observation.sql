-- grain: one row per platform, account, finished stat date and age: the snapshots that maturity is learned from
-- partitions: month(stat_date)
create table if not exists account_observation (
  platform string,
  account_id string,
  stat_date date,
  age_hours bigint,
  impressions bigint,
  clicks bigint,
  cost decimal(18, 9),
  conversions decimal(18, 9),
  conversion_value decimal(18, 9),
  leads decimal(18, 9),
  run_id string,
  observed_at timestamp
)
