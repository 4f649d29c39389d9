-- grain: one row per platform, account, creative and stat date: its newest observation
-- partitions: month(stat_date)
create table if not exists creative_daily (
  platform string,
  account_id string,
  campaign_id string,
  creative_id string,
  stat_date date,
  currency string,
  impressions bigint,
  clicks bigint,
  cost decimal(18, 9),
  conversions decimal(18, 9),
  conversion_value decimal(18, 9),
  leads decimal(18, 9),
  video_views bigint,
  source string,
  run_id string,
  first_observed_at timestamp,
  observed_at timestamp,
  revision int
)
