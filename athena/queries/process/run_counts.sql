-- grain: one row: what one run brought to the facts
with

staged as (
  select
    (select count(*) from stg_import_rows where run_id = :run_id)
    + (select count(*) from stg_analytics where run_id = :run_id) as merged_rows
),

facts as (
  select
    cast(count(case when revision = 1 then 1 end) as bigint) as new_keys,
    cast(count(case when revision > 1 then 1 end) as bigint) as changed_keys
  from creative_daily
  where run_id = :run_id and stat_date between cast(:from_day as date) and cast(:to_day as date)
),

final as (
  select staged.merged_rows, facts.new_keys, facts.changed_keys from staged cross join facts
)

select * from final
