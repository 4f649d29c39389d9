-- grain: one row per raw object that was merged, named by its file; written last, in the transaction of its run
merge into processed_run as target
using (
  select each_object.run_id, cast(:now as timestamp) as processed_at, cast(:dt as date) as dt
  from (select 1 as one) as once
  cross join unnest(split(:object_ids, ',')) as each_object (run_id)
) as run
on target.run_id = run.run_id
when not matched then insert (run_id, processed_at, dt) values (run.run_id, run.processed_at, run.dt)
