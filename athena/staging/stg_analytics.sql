-- grain: one row per run, platform, account, creative and stat date
with

source as (
  select * from raw_analytics
),

final as (
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
    'api' as source,
    run_id,
    observed_at,
    window_from,
    window_to
  from source
  where "pivot" = 'CREATIVE' and creative_id is not null and stat_date is not null
)

select * from final
