-- grain: one row per platform and account: from which day on its numbers may still grow
with

metrics as (
  select platform, account_id, max(mature_after_days) as mature_after_days
  from metric_maturity
  group by platform, account_id
),

final as (
  select
    coverage.platform,
    coverage.account_id,
    coverage.observed_at,
    metrics.mature_after_days,
    -- the first day that was observed too early to be final; without known maturity no day is final
    case when metrics.mature_after_days is null then date '1970-01-01'
      else cast(cast(coverage.observed_at as date) - interval '1' day * (metrics.mature_after_days - 1) as date)
    end as provisional_from
  from account_coverage as coverage
  left join metrics on metrics.platform = coverage.platform and metrics.account_id = coverage.account_id
)

select * from final
