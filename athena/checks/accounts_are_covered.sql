-- grain: one row per platform and account that has facts but no newest observation
with

accounts as (
  select platform, account_id, max(stat_date) as last_day from creative_daily group by platform, account_id
),

final as (
  select accounts.platform, accounts.account_id, accounts.last_day
  from accounts
  left join account_coverage as coverage
    on coverage.platform = accounts.platform and coverage.account_id = accounts.account_id
  where coverage.observed_at is null
)

select * from final
