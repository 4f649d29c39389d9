-- grain: one row per currency whose sums differ between creatives, days and campaigns
with

by_creative as (
  select currency, sum(impressions) as impressions, sum(clicks) as clicks, sum(cost) as cost
  from creative_performance
  group by currency
),

by_campaign as (
  select currency, sum(impressions) as impressions, sum(clicks) as clicks, sum(cost) as cost
  from campaign_totals
  group by currency
),

final as (
  select
    by_creative.currency,
    by_creative.impressions as impressions_by_creative,
    by_campaign.impressions as impressions_by_campaign,
    by_creative.cost as cost_by_creative,
    by_campaign.cost as cost_by_campaign
  from by_creative
  left join by_campaign on by_campaign.currency = by_creative.currency
  where by_creative.impressions is distinct from by_campaign.impressions
    or by_creative.clicks is distinct from by_campaign.clicks
    or by_creative.cost is distinct from by_campaign.cost
)

select * from final
