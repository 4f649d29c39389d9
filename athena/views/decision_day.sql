-- grain: one row per platform, account, creative and stat date: facts, whether each metric is mature, and its account's newest days
with

-- a metric without volume makes no day provisional: it then goes with delivery
mature as (
  select
    platform,
    account_id,
    max(case when metric in ('impressions', 'clicks', 'cost') then mature_after_days end) as delivery_after,
    max(case when metric in ('impressions', 'clicks', 'cost', 'conversions') then mature_after_days end) as conversions_after,
    max(case when metric in ('impressions', 'clicks', 'cost', 'leads') then mature_after_days end) as leads_after
  from metric_maturity
  group by platform, account_id
),

aged as (
  select
    facts.*,
    coalesce(facts.age_days >= mature.delivery_after, false) as is_mature,
    coalesce(facts.age_days >= mature.conversions_after, false) as has_conversions,
    coalesce(facts.age_days >= mature.leads_after, false) as has_leads
  from creative_day_age as facts
  left join mature on mature.platform = facts.platform and mature.account_id = facts.account_id
),

accounts as (
  select
    platform,
    account_id,
    currency,
    max(stat_date) as newest_day,
    max(case when is_mature and not is_disputed then stat_date end) as newest_mature_day
  from aged
  group by platform, account_id, currency
),

final as (
  select
    aged.*,
    accounts.newest_day,
    accounts.newest_mature_day,
    date_diff('day', aged.stat_date, accounts.newest_day) as days_before_newest,
    date_diff('day', aged.stat_date, accounts.newest_mature_day) as days_before_mature
  from aged
  join accounts
    on accounts.platform = aged.platform
    and accounts.account_id = aged.account_id
    and accounts.currency = aged.currency
)

select * from final
