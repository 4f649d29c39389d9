-- grain: one row per platform, account, campaign and currency, over its life
with

daily as (
  select * from daily_summary
),

final as (
  select
    platform,
    account_id,
    campaign_id,
    currency,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    sum(cost) as cost,
    sum(conversions) as conversions,
    sum(conversion_value) as conversion_value,
    sum(leads) as leads,
    cast(sum(video_views) as bigint) as video_views,
    min(stat_date) as first_seen,
    max(stat_date) as last_seen
  from daily
  group by platform, account_id, campaign_id, currency
)

select * from final
