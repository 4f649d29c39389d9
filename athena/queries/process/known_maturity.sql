-- grain: one row per platform and account with an observation, and metric whose maturity is known; metric is null without any
with

final as (
  select
    coverage.platform,
    coverage.account_id,
    known.metric,
    known.mature_after_days,
    known.is_learned
  from account_coverage as coverage
  left join metric_maturity as known on known.platform = coverage.platform and known.account_id = coverage.account_id
)

select * from final
order by platform, account_id, metric
