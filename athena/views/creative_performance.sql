-- grain: one row per platform, account, creative and currency, over its life
with

daily as (
  select * from creative_daily
),

final as (
  select
    platform,
    account_id,
    creative_id,
    currency,
    max_by(campaign_id, stat_date) as campaign_id,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    sum(cost) as cost,
    sum(conversions) as conversions,
    sum(conversion_value) as conversion_value,
    sum(leads) as leads,
    cast(sum(video_views) as bigint) as video_views,
    min(stat_date) as first_seen,
    max(stat_date) as last_seen,
    -- a creative has one row per day, so counting the days with delivery needs no distinct
    cast(count(case when impressions > 0 or cost > 0 then 1 end) as bigint) as days_active
  from daily
  group by platform, account_id, creative_id, currency
)

select * from final
