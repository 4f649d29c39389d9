-- grain: one row per platform and account; a later observation replaces an earlier one
merge into account_coverage as target
using (
  select platform, account_id, max(observed_at) as observed_at
  from (
    select platform, account_id, observed_at from stg_import_rows where run_id = :run_id
    union all
    select platform, account_id, observed_at from stg_analytics where run_id = :run_id
  ) as seen
  group by platform, account_id
) as run
on target.platform = run.platform and target.account_id = run.account_id
when matched and run.observed_at > target.observed_at then update set observed_at = run.observed_at
when not matched then insert (platform, account_id, observed_at) values (run.platform, run.account_id, run.observed_at)
