-- grain: one row per run that was merged
select run_id from processed_run
