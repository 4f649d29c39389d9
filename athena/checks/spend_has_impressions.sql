-- grain: one row per natural key that cost money without an impression; at most :most_rows an account
with

final as (
  select platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost
  from creative_daily
  where stat_date between cast(:from_day as date) and cast(:to_day as date)
    and cost > 0 and impressions = 0
),

counted as (
  select
    *,
    count(*) over (partition by platform, account_id) as offending_rows,
    row_number() over (partition by platform, account_id order by stat_date desc, creative_id, clicks, cost) as place
  from final
)

select * from counted where place <= :most_rows
