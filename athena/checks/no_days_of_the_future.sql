-- grain: one row per natural key whose day began more than a day after it was observed; at most :most_rows an account
with

final as (
  select platform, account_id, campaign_id, creative_id, stat_date, observed_at
  from creative_daily
  -- a day begins up to 14 hours earlier east of Greenwich, so that a file may hold tomorrow
  where date_diff('day', cast(observed_at as date), stat_date) > 1
    and stat_date between cast(:from_day as date) and cast(:to_day as date)
),

counted as (
  select
    *,
    count(*) over (partition by platform, account_id) as offending_rows,
    row_number() over (partition by platform, account_id order by stat_date desc, creative_id, campaign_id, observed_at) as place
  from final
)

select * from counted where place <= :most_rows
