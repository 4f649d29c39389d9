-- grain: one row per natural key with a value below zero; at most :most_rows an account
with

final as (
  select platform, account_id, campaign_id, creative_id, stat_date, impressions, clicks, cost, conversions, leads
  from creative_daily
  where stat_date between cast(:from_day as date) and cast(:to_day as date)
    and (impressions < 0 or clicks < 0 or cost < 0 or conversions < 0 or leads < 0)
),

counted as (
  select
    *,
    count(*) over (partition by platform, account_id) as offending_rows,
    row_number() over (partition by platform, account_id order by stat_date desc, creative_id, impressions, clicks, cost) as place
  from final
)

select * from counted where place <= :most_rows
