-- grain: one row per platform, account, campaign, creative and stat date of an account's newest :days mature days since a day
with

maturity as (
  select
    platform,
    account_id,
    max(case when metric in ('impressions', 'clicks') then mature_after_days end) as clicks_after,
    max(case when metric in ('impressions', 'clicks', 'conversions') then mature_after_days end) as conversions_after,
    max(case when metric in ('impressions', 'clicks', 'leads') then mature_after_days end) as leads_after
  from metric_maturity
  group by platform, account_id
),

mature as (
  select
    facts.*,
    facts.age_days >= maturity.conversions_after as has_conversions,
    facts.age_days >= maturity.leads_after as has_leads
  from creative_day_age as facts
  join maturity on maturity.platform = facts.platform and maturity.account_id = facts.account_id
  where facts.age_days >= maturity.clicks_after and facts.stat_date >= cast(:since as date)
),

accounts as (
  select platform, account_id, max(stat_date) as newest_mature_day from mature group by platform, account_id
),

final as (
  select
    mature.platform,
    mature.account_id,
    mature.campaign_id,
    mature.creative_id,
    mature.stat_date,
    mature.impressions,
    mature.clicks,
    case when mature.has_conversions then mature.conversions end as conversions,
    case when mature.has_leads then mature.leads end as leads,
    -- a day that the platform's totals contradict says nothing
    case when mature.is_disputed then 1 else 0 end as is_disputed,
    accounts.newest_mature_day
  from mature
  join accounts on accounts.platform = mature.platform and accounts.account_id = mature.account_id
  where date_diff('day', mature.stat_date, accounts.newest_mature_day) < :days
)

select * from final
order by platform, account_id, campaign_id, creative_id, stat_date
