-- grain: one row per natural key that is incomplete or stands more than once in creative_daily; at most :most_rows an account
with

final as (
  select platform, account_id, creative_id, stat_date, count(*) as copies
  from creative_daily
  where stat_date between cast(:from_day as date) and cast(:to_day as date) or stat_date is null
  group by platform, account_id, creative_id, stat_date
  having count(*) > 1 or platform is null or account_id is null or creative_id is null or stat_date is null
),

counted as (
  select
    *,
    count(*) over (partition by platform, account_id) as offending_rows,
    row_number() over (partition by platform, account_id order by stat_date desc, creative_id) as place
  from final
)

select * from counted where place <= :most_rows
