-- grain: one row per natural key with more conversions than impressions; at most :most_rows an account
with

final as (
  select platform, account_id, campaign_id, creative_id, stat_date, impressions, clicks, conversions
  from creative_daily
  where stat_date between cast(:from_day as date) and cast(:to_day as date)
    and cast(conversions as double) > cast(impressions as double)
),

counted as (
  select
    *,
    count(*) over (partition by platform, account_id) as offending_rows,
    row_number() over (partition by platform, account_id order by stat_date desc, creative_id, impressions, conversions) as place
  from final
)

select * from counted where place <= :most_rows
