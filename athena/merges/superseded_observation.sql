-- grain: one row per platform, account, creative, stat date and observed_at; keeps what one run is about to take the place of
merge into superseded_observation as target
using (
  select known.*
  from creative_daily as known
  join changed_observation as changed
    on changed.platform = known.platform
    and changed.account_id = known.account_id
    and changed.creative_id = known.creative_id
    and changed.stat_date = known.stat_date
  where changed.run_id = :run_id
    and changed.stat_date between cast(:from_day as date) and cast(:to_day as date)
    and known.stat_date between cast(:from_day as date) and cast(:to_day as date)
) as known
on target.platform = known.platform
  and target.account_id = known.account_id
  and target.creative_id = known.creative_id
  and target.stat_date = known.stat_date
  and target.observed_at = known.observed_at
  and target.stat_date between cast(:from_day as date) and cast(:to_day as date)
when not matched then insert (
  platform, account_id, campaign_id, creative_id, stat_date, currency,
  impressions, clicks, cost, conversions, conversion_value, leads, video_views, source, run_id, observed_at
) values (
  known.platform, known.account_id, known.campaign_id, known.creative_id, known.stat_date, known.currency,
  known.impressions, known.clicks, known.cost, known.conversions, known.conversion_value, known.leads,
  known.video_views, known.source, known.run_id, known.observed_at
)
