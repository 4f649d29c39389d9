-- grain: one row per platform and account of the API whose newest observation is more than :stale_after_hours hours old
with

-- a file is as new as the person who brings it
pulled as (
  select distinct platform, account_id from creative_daily where source = 'api'
),

final as (
  select coverage.platform, coverage.account_id, coverage.observed_at
  from account_coverage as coverage
  join pulled on pulled.platform = coverage.platform and pulled.account_id = coverage.account_id
  where coverage.observed_at < cast(:now as timestamp) - interval '1' hour * :stale_after_hours
)

select * from final
