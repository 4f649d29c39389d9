-- grain: one row per platform, account, stat date and campaign whose creatives do not add up to it, as its newest pull found it
-- partitions: none
create table if not exists reconciliation_gap (
  platform string,
  account_id string,
  campaign_id string,
  stat_date date,
  currency string,
  impressions bigint,
  campaign_impressions bigint,
  clicks bigint,
  campaign_clicks bigint,
  cost decimal(18, 9),
  campaign_cost decimal(18, 9),
  run_id string,
  observed_at timestamp
)
