-- grain: one row per currency, over all facts
with

performance as (
  select * from creative_performance
),

final as (
  select
    currency,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    sum(cost) as cost,
    sum(conversions) as conversions,
    sum(conversion_value) as conversion_value,
    sum(leads) as leads
  from performance
  group by currency
)

select * from final
order by currency
