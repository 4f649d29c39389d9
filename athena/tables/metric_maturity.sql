-- grain: one row per platform, account and metric: how many days a day's value needs until nearly all of it is visible
-- key: platform, account_id, metric
-- partitions: none
create table if not exists metric_maturity (
  platform string,
  account_id string,
  metric string,
  mature_after_days bigint,
  is_learned boolean,
  updated_at timestamp
)
