-- grain: one row per platform, account and gap between the days that its files cover
with

-- pulls leave no gap: each begins where the one before ended
files as (
  select platform, account_id, run_id, min(stat_date) as from_day, max(stat_date) as to_day
  from creative_observation
  where source = 'import'
  group by platform, account_id, run_id
),

pulled as (
  select distinct platform, account_id from creative_daily where source = 'api'
),

placed as (
  select
    files.platform,
    files.account_id,
    files.from_day,
    max(files.to_day) over (
      partition by files.platform, files.account_id
      order by files.from_day, files.to_day, files.run_id
      rows between unbounded preceding and 1 preceding
    ) as seen_to
  from files
  left join pulled on pulled.platform = files.platform and pulled.account_id = files.account_id
  where pulled.platform is null
),

final as (
  select
    platform,
    account_id,
    cast(seen_to + interval '1' day as date) as from_day,
    cast(from_day - interval '1' day as date) as to_day,
    date_diff('day', seen_to, from_day) - 1 as days
  from placed
  where date_diff('day', seen_to, from_day) > 1
)

select * from final
