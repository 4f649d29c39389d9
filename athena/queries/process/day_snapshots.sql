-- grain: one row per platform, account, finished stat date and age at which a pull saw it, of the newest :days days
with

newest as (
  select platform, account_id, max(stat_date) as stat_date from account_observation group by platform, account_id
),

-- what a snapshot lacked would pass for something that came later
disputed as (
  select platform, account_id, stat_date from account_reconciliation where not is_reconciled
),

final as (
  select
    snapshots.platform,
    snapshots.account_id,
    snapshots.stat_date,
    -- of the snapshot itself, not of its bucket
    24.0 * (date_diff('day', snapshots.stat_date, cast(snapshots.observed_at as date)) - 1)
      + extract(hour from snapshots.observed_at) + cast(extract(minute from snapshots.observed_at) as double) / 60 as age_hours,
    snapshots.impressions,
    snapshots.clicks,
    snapshots.cost,
    snapshots.conversions,
    snapshots.conversion_value,
    snapshots.leads
  from account_observation as snapshots
  join newest on newest.platform = snapshots.platform and newest.account_id = snapshots.account_id
  left join disputed
    on disputed.platform = snapshots.platform
    and disputed.account_id = snapshots.account_id
    and disputed.stat_date = snapshots.stat_date
  where date_diff('day', snapshots.stat_date, newest.stat_date) < :days and disputed.stat_date is null
)

select * from final
order by platform, account_id, stat_date, age_hours
