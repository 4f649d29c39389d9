-- grain: one row: the first and last stat date of what can be read of one run; only those days of the facts need be read
with

days as (
  select stat_date as from_day, stat_date as to_day from stg_import_rows where run_id = :run_id
  union all
  select stat_date as from_day, stat_date as to_day from stg_analytics where run_id = :run_id
  union all
  select window_from as from_day, window_to as to_day from stg_analytics_totals where run_id = :run_id
),

final as (
  select min(from_day) as from_day, max(to_day) as to_day from days
)

select * from final
