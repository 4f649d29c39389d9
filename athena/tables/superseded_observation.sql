-- grain: one row per platform, account, creative, stat date and observed_at: every value that a later one took the place of
-- partitions: month(stat_date)
create table if not exists superseded_observation (
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
  observed_at timestamp
)
