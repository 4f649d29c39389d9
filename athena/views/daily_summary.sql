-- grain: one row per platform, account, campaign, stat date and currency
with

daily as (
  select * from creative_daily
),

final as (
  select
    platform,
    account_id,
    campaign_id,
    stat_date,
    currency,
    cast(count(*) as bigint) as creatives,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    sum(cost) as cost,
    sum(conversions) as conversions,
    sum(conversion_value) as conversion_value,
    sum(leads) as leads,
    cast(sum(video_views) as bigint) as video_views,
    max(observed_at) as observed_at
  from daily
  group by platform, account_id, campaign_id, stat_date, currency
)

select * from final
