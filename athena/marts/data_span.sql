-- grain: one row: the days that the facts cover
with

mature as (
  select
    platform,
    account_id,
    -- the first day that was looked at too early to be final
    cast(observed_at as date) - interval '1' day * (:assumed_mature_days - 1) as provisional_from
  from account_coverage
),

days as (
  select platform, account_id, min(stat_date) as first_day, max(stat_date) as last_day
  from daily_summary
  group by platform, account_id
),

final as (
  select
    min(days.first_day) as data_from,
    max(days.last_day) as data_through,
    min(case when days.last_day >= cast(mature.provisional_from as date) then cast(mature.provisional_from as date) end)
      as provisional_from
  from days
  left join mature on mature.platform = days.platform and mature.account_id = days.account_id
)

select * from final
