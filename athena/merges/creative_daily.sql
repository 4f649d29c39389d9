-- grain: one row per platform, account, creative and stat date; the newest observation wins
merge into creative_daily as target
using (
  select *
  from changed_observation
  where run_id = :run_id and stat_date between cast(:from_day as date) and cast(:to_day as date)
) as observed
on target.platform = observed.platform
  and target.account_id = observed.account_id
  and target.creative_id = observed.creative_id
  and target.stat_date = observed.stat_date
  -- only these days of the facts are read
  and target.stat_date between cast(:from_day as date) and cast(:to_day as date)
when matched then update set
  campaign_id = observed.campaign_id,
  currency = observed.currency,
  impressions = observed.impressions,
  clicks = observed.clicks,
  cost = observed.cost,
  conversions = observed.conversions,
  conversion_value = observed.conversion_value,
  leads = observed.leads,
  video_views = observed.video_views,
  source = observed.source,
  run_id = observed.run_id,
  observed_at = observed.observed_at,
  revision = target.revision + 1
when not matched then insert (
  platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions,
  conversion_value, leads, video_views, source, run_id, first_observed_at, observed_at, revision
) values (
  observed.platform, observed.account_id, observed.campaign_id, observed.creative_id, observed.stat_date, observed.currency,
  observed.impressions, observed.clicks, observed.cost, observed.conversions, observed.conversion_value, observed.leads,
  observed.video_views, observed.source, observed.run_id, observed.observed_at, observed.observed_at, 1
)
