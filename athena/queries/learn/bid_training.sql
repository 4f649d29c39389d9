-- grain: one row per platform, account, campaign, currency and mature, undisputed stat date
with

maturity as (
  select
    platform, account_id,
    max(case when metric in ('impressions', 'clicks', 'cost') then mature_after_days end) as clicks_after_days,
    max(mature_after_days) as results_after_days
  from metric_maturity
  where metric in ('impressions', 'clicks', 'cost', 'conversions', 'leads')
  group by platform, account_id
),

daily as (
  select
    facts.platform, facts.account_id, facts.campaign_id, facts.currency, facts.stat_date,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    case when count(cost) = count(*) then sum(cost) end as cost,
    sum(case when age_days >= maturity.results_after_days then conversions end) as conversions,
    sum(case when age_days >= maturity.results_after_days then leads end) as leads
  from creative_day_age as facts
  join maturity on maturity.platform = facts.platform and maturity.account_id = facts.account_id
  where age_days >= maturity.clicks_after_days and not is_disputed
  group by facts.platform, facts.account_id, facts.campaign_id, facts.currency, facts.stat_date
),

-- a bid counts for days on which it held from beginning to end: who knows what was bid before the first look?
versions as (
  select
    *,
    cast(valid_from as date) as known_after_day,
    coalesce(cast(valid_to as date), date '9999-12-31') as known_until_day
  from campaign
),

final as (
  select
    daily.*,
    versions.bid, versions.daily_budget, versions.cost_type, versions.optimization_target, versions.objective
  from daily
  join versions on versions.platform = daily.platform and versions.account_id = daily.account_id
    and versions.campaign_id = daily.campaign_id and versions.currency = daily.currency
    and versions.known_after_day < daily.stat_date and daily.stat_date < versions.known_until_day
)

select * from final
