-- grain: one row per stat date and currency, of one stat date
with

daily as (
  select * from creative_daily
),

final as (
  select
    stat_date,
    currency,
    sum(cost) as cost
  from daily
  where stat_date = cast(:day as date)
  group by stat_date, currency
)

select * from final
order by currency
