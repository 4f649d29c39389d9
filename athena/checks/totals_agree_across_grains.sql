-- grain: one row per platform, account and currency whose lifetime sums differ between facts, creatives and campaigns
with

by_account as (
  select platform, account_id, currency, sum(impressions) as impressions, sum(clicks) as clicks, sum(cost) as cost
  from creative_daily
  group by platform, account_id, currency
),

by_creative as (
  select platform, account_id, currency, sum(impressions) as impressions, sum(clicks) as clicks, sum(cost) as cost
  from creative_performance
  group by platform, account_id, currency
),

by_campaign as (
  select platform, account_id, currency, sum(impressions) as impressions, sum(clicks) as clicks, sum(cost) as cost
  from campaign_totals
  group by platform, account_id, currency
),

final as (
  select
    by_account.platform,
    by_account.account_id,
    by_account.currency,
    cast(by_account.impressions as bigint) as impressions_of_account,
    cast(by_creative.impressions as bigint) as impressions_by_creative,
    cast(by_campaign.impressions as bigint) as impressions_by_campaign,
    by_account.cost as cost_of_account,
    by_creative.cost as cost_by_creative,
    by_campaign.cost as cost_by_campaign
  from by_account
  left join by_creative
    on by_creative.platform = by_account.platform
    and by_creative.account_id = by_account.account_id
    and by_creative.currency = by_account.currency
  left join by_campaign
    on by_campaign.platform = by_account.platform
    and by_campaign.account_id = by_account.account_id
    and by_campaign.currency = by_account.currency
  where by_account.impressions is distinct from by_creative.impressions
    or by_account.impressions is distinct from by_campaign.impressions
    or by_account.clicks is distinct from by_creative.clicks
    or by_account.clicks is distinct from by_campaign.clicks
    or by_account.cost is distinct from by_creative.cost
    or by_account.cost is distinct from by_campaign.cost
)

select * from final
