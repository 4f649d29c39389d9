-- grain: one row per account, creative and stat date of a platform between two days, with the names that an export may use for it
with

facts as (
  select *
  from creative_daily
  where platform = :platform and stat_date between cast(:from_day as date) and cast(:to_day as date)
),

campaigns as (
  select * from campaign where valid_to is null
),

creatives as (
  select * from creative where valid_to is null
),

final as (
  select
    facts.account_id,
    facts.campaign_id,
    campaigns.name as campaign_name,
    campaigns.status as campaign_status,
    facts.creative_id,
    creatives.name as creative_name,
    creatives.headline,
    creatives.status as creative_status,
    facts.stat_date,
    facts.currency,
    facts.impressions,
    facts.clicks,
    facts.cost,
    facts.conversions,
    facts.leads,
    facts.source,
    cast(coverage.observed_at as date) as observed_on
  from facts
  left join campaigns
    on campaigns.platform = facts.platform
    and campaigns.account_id = facts.account_id
    and campaigns.campaign_id = facts.campaign_id
  left join creatives
    on creatives.platform = facts.platform
    and creatives.account_id = facts.account_id
    and creatives.creative_id = facts.creative_id
  left join account_coverage as coverage
    on coverage.platform = facts.platform
    and coverage.account_id = facts.account_id
)

select * from final
order by account_id, stat_date, creative_id
