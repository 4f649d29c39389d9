-- grain: one row per run that was merged; written last, in the run's own transaction
merge into processed_run as target
using (
  select :run_id as run_id, cast(:now as timestamp) as processed_at
) as run
on target.run_id = run.run_id
when not matched then insert (run_id, processed_at) values (run.run_id, run.processed_at)
