-- grain: one row per run that was merged into the facts: the watermark
create table if not exists processed_run (
  run_id string,
  processed_at timestamp
)
