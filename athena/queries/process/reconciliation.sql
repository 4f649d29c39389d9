-- grain: one row: how far the creatives are from the platform's own totals over all finished days that were pulled
with

days as (
  select
    is_reconciled,
    account_cost,
    -- what was deleted at the platform is in its totals still
    case when abs(cost + kept_cost - account_cost) < abs(cost - account_cost)
      then abs(cost + kept_cost - account_cost) else abs(cost - account_cost) end as gap
  from account_reconciliation
  where stat_date < cast(observed_at as date)
),

final as (
  select
    cast(count(*) as bigint) as days,
    cast(count(case when not is_reconciled then 1 end) as bigint) as open_days,
    -- of the account with the largest gap on its worst day; money of several currencies is never added
    max(100.0 * cast(gap as double) / nullif(cast(account_cost as double), 0)) as cost_gap_percent
  from days
)

select * from final
