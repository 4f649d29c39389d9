-- grain: one row per platform, account, campaign and creative with days from from_day to to_day that nobody disputes
with

maturity as (
  select platform, account_id, max(mature_after_days) as mature_after_days
  from metric_maturity where metric in ('impressions', 'clicks') group by platform, account_id
),

accounts as (
  select
    coverage.platform, coverage.account_id,
    case when date_diff('day', cast(:to_day as date), cast(coverage.observed_at as date)) >= maturity.mature_after_days
      then 1 else 0 end as is_mature
  from account_coverage as coverage
  left join maturity on maturity.platform = coverage.platform and maturity.account_id = coverage.account_id
),

-- a day that the platform's totals contradict says nothing, and a window without it is another one
disputed as (
  select platform, account_id, max(case when is_disputed then 1 else 0 end) as has_dispute
  from creative_day_age
  where stat_date between cast(:from_day as date) and cast(:to_day as date)
  group by platform, account_id
),

final as (
  select
    facts.platform, facts.account_id, facts.campaign_id, facts.creative_id,
    max(accounts.is_mature) as is_mature,
    cast(sum(case when clicks is not null then impressions end) as bigint) as impressions,
    cast(sum(case when impressions is not null then clicks end) as bigint) as clicks
  from creative_day_age as facts
  join accounts on accounts.platform = facts.platform and accounts.account_id = facts.account_id
  join disputed on disputed.platform = facts.platform and disputed.account_id = facts.account_id
  where stat_date between cast(:from_day as date) and cast(:to_day as date) and disputed.has_dispute = 0
  group by facts.platform, facts.account_id, facts.campaign_id, facts.creative_id
)

select * from final
