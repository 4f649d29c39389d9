-- grain: one row per raw object that was merged, of the days since :since; a row of an older release says no day
select run_id from processed_run where dt >= cast(:since as date) or dt is null
