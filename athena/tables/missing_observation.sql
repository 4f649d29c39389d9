-- grain: one row per run, platform, account, creative and stat date that was there and is missing from a whole pull. It is kept
-- before the facts change, because a MERGE must not read for new rows the table that it writes
-- partitions: none
create table if not exists missing_observation (
  platform string,
  account_id string,
  campaign_id string,
  creative_id string,
  stat_date date,
  currency string,
  run_id string,
  observed_at timestamp
)
