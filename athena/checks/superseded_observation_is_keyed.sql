-- grain: one row per observation that is incomplete or stands more than once in superseded_observation; at most :most_rows an account
with

final as (
  select platform, account_id, creative_id, stat_date, observed_at, count(*) as copies
  from superseded_observation
  group by platform, account_id, creative_id, stat_date, observed_at
  having count(*) > 1
    or platform is null or account_id is null or creative_id is null or stat_date is null or observed_at is null
),

counted as (
  select
    *,
    count(*) over (partition by platform, account_id) as offending_rows,
    row_number() over (partition by platform, account_id order by stat_date desc, creative_id, observed_at) as place
  from final
)

select * from counted where place <= :most_rows
