-- grain: one row per raw object that was merged into the facts: the watermark; dt is the day of its pull or import
-- partitions: none
create table if not exists processed_run (
  run_id string,
  processed_at timestamp,
  dt date
)
