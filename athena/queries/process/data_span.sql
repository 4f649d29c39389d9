-- grain: one row: the days that the facts cover
with

days as (
  select platform, account_id, min(stat_date) as first_day, max(stat_date) as last_day
  from creative_daily
  group by platform, account_id
),

final as (
  select
    min(days.first_day) as data_from,
    max(days.last_day) as data_through,
    min(case when days.last_day >= mature.provisional_from then
      case when mature.provisional_from > days.first_day then mature.provisional_from else days.first_day end
    end) as provisional_from
  from days
  left join account_maturity as mature on mature.platform = days.platform and mature.account_id = days.account_id
)

select * from final
