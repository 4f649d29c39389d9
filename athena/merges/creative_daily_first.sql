-- grain: one row per platform, account, creative and stat date of days that nothing was known of: there is nothing to compare with
merge into creative_daily as target
using (
  select *
  from observed_value
  where run_id = :run_id and stat_date between cast(:from_day as date) and cast(:to_day as date)
) as observed
on target.platform = observed.platform
  and target.account_id = observed.account_id
  and target.creative_id = observed.creative_id
  and target.stat_date = observed.stat_date
  -- only these days of the facts are read
  and target.stat_date between cast(:from_day as date) and cast(:to_day as date)
-- what is there was left by the same merge, cut off
when not matched then insert (
  platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions,
  conversion_value, leads, video_views, source, run_id, first_observed_at, observed_at, revision
) values (
  observed.platform, observed.account_id, observed.campaign_id, observed.creative_id, observed.stat_date, observed.currency,
  observed.impressions, observed.clicks, observed.cost, observed.conversions, observed.conversion_value, observed.leads,
  observed.video_views, observed.source, observed.run_id, observed.observed_at, observed.observed_at, 1
)
