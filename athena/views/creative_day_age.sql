-- grain: one row per platform, account, creative and stat date of observed accounts: facts with their age at the newest observation
with

-- where the platform's own totals say something else; the running day may move between two answers
disputed as (
  select platform, account_id, stat_date
  from account_reconciliation
  where not is_reconciled and stat_date < cast(observed_at as date)
),

final as (
  select
    facts.*,
    date_diff('day', facts.stat_date, cast(coverage.observed_at as date)) as age_days,
    disputed.stat_date is not null as is_disputed
  from creative_daily as facts
  join account_coverage as coverage
    on coverage.platform = facts.platform and coverage.account_id = facts.account_id
  left join disputed
    on disputed.platform = facts.platform
    and disputed.account_id = facts.account_id
    and disputed.stat_date = facts.stat_date
)

select * from final
