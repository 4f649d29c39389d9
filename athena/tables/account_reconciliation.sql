-- grain: one row per platform, account and stat date: the creatives' sums beside the platform's own totals, as last pulled
-- partitions: none
create table if not exists account_reconciliation (
  platform string,
  account_id string,
  stat_date date,
  currency string,
  impressions bigint,
  kept_impressions bigint,
  campaign_impressions bigint,
  account_impressions bigint,
  clicks bigint,
  kept_clicks bigint,
  campaign_clicks bigint,
  account_clicks bigint,
  cost decimal(18, 9),
  kept_cost decimal(18, 9),
  campaign_cost decimal(18, 9),
  account_cost decimal(18, 9),
  kept_creatives bigint,
  is_reconciled boolean,
  missing_is_zero boolean,
  run_id string,
  observed_at timestamp
)
