-- grain: one row per platform, account, campaign and valid_from; the row in force has valid_to null
-- partitions: none
create table if not exists campaign (
  platform string,
  account_id string,
  campaign_id string,
  name string,
  valid_from timestamp,
  valid_to timestamp,
  campaign_group_id string,
  campaign_group_name string,
  status string,
  objective string,
  campaign_type string,
  format string,
  cost_type string,
  optimization_target string,
  bid decimal(18, 9),
  daily_budget decimal(18, 9),
  total_budget decimal(18, 9),
  currency string,
  starts_at timestamp,
  ends_at timestamp,
  locale string,
  targeting string,
  source string
)
