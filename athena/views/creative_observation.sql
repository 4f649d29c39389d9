-- grain: one row per platform, account, creative, stat date and observed_at: every value that ever differed from the one before it
with

in_force as (
  select
    platform,
    account_id,
    campaign_id,
    creative_id,
    stat_date,
    currency,
    impressions,
    clicks,
    cost,
    conversions,
    conversion_value,
    leads,
    video_views,
    source,
    run_id,
    observed_at
  from creative_daily
),

earlier as (
  select
    superseded.platform,
    superseded.account_id,
    superseded.campaign_id,
    superseded.creative_id,
    superseded.stat_date,
    superseded.currency,
    superseded.impressions,
    superseded.clicks,
    superseded.cost,
    superseded.conversions,
    superseded.conversion_value,
    superseded.leads,
    superseded.video_views,
    superseded.source,
    superseded.run_id,
    superseded.observed_at
  from superseded_observation as superseded
  -- a merge that was cut off has kept a value that is still in force
  left join in_force
    on in_force.platform = superseded.platform
    and in_force.account_id = superseded.account_id
    and in_force.creative_id = superseded.creative_id
    and in_force.stat_date = superseded.stat_date
    and in_force.observed_at = superseded.observed_at
  where in_force.creative_id is null
),

final as (
  select * from earlier
  union all
  select * from in_force
)

select * from final
