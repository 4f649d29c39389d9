-- grain: one row per platform, account, stat date and currency whose campaigns do not add up to its creatives
with

by_creative as (
  select
    platform, account_id, stat_date, currency,
    sum(impressions) as impressions, sum(clicks) as clicks, sum(cost) as cost, sum(conversions) as conversions
  from creative_daily
  where stat_date between cast(:from_day as date) and cast(:to_day as date)
  group by platform, account_id, stat_date, currency
),

by_campaign as (
  select
    platform, account_id, stat_date, currency,
    sum(impressions) as impressions, sum(clicks) as clicks, sum(cost) as cost, sum(conversions) as conversions
  from daily_summary
  where stat_date between cast(:from_day as date) and cast(:to_day as date)
  group by platform, account_id, stat_date, currency
),

final as (
  select
    by_creative.platform,
    by_creative.account_id,
    by_creative.stat_date,
    by_creative.currency,
    cast(by_creative.impressions as bigint) as impressions_by_creative,
    cast(by_campaign.impressions as bigint) as impressions_by_campaign,
    by_creative.cost as cost_by_creative,
    by_campaign.cost as cost_by_campaign
  from by_creative
  left join by_campaign
    on by_campaign.platform = by_creative.platform
    and by_campaign.account_id = by_creative.account_id
    and by_campaign.stat_date = by_creative.stat_date
    and by_campaign.currency = by_creative.currency
  where by_creative.impressions is distinct from by_campaign.impressions
    or by_creative.clicks is distinct from by_campaign.clicks
    or by_creative.cost is distinct from by_campaign.cost
    or by_creative.conversions is distinct from by_campaign.conversions
)

select * from final
