-- grain: one row per platform, account, finished stat date and age at which it was looked at, of the newest :days days
with

newest as (
  select platform, account_id, max(stat_date) as stat_date from account_observation group by platform, account_id
),

-- what a look lacked would pass for something that came later
disputed as (
  select platform, account_id, stat_date from account_reconciliation where not is_reconciled
),

final as (
  select
    looks.platform,
    looks.account_id,
    looks.stat_date,
    -- of the look itself, not of its bucket
    24.0 * (date_diff('day', looks.stat_date, cast(looks.observed_at as date)) - 1)
      + extract(hour from looks.observed_at) + cast(extract(minute from looks.observed_at) as double) / 60 as age_hours,
    looks.impressions,
    looks.clicks,
    looks.cost,
    looks.conversions,
    looks.conversion_value,
    looks.leads
  from account_observation as looks
  join newest on newest.platform = looks.platform and newest.account_id = looks.account_id
  left join disputed
    on disputed.platform = looks.platform
    and disputed.account_id = looks.account_id
    and disputed.stat_date = looks.stat_date
  where date_diff('day', looks.stat_date, newest.stat_date) < :days and disputed.stat_date is null
)

select * from final
order by platform, account_id, stat_date, age_hours
