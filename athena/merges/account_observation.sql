-- grain: one row per platform, account, stat date and age; of several snapshots of one age the newest counts
merge into account_observation as target
using (
  select *
  from observed_account_day
  where run_id = :run_id and stat_date between cast(:from_day as date) and cast(:to_day as date)
) as snapshot
on target.platform = snapshot.platform
  and target.account_id = snapshot.account_id
  and target.stat_date = snapshot.stat_date
  and target.age_hours = snapshot.age_hours
  and target.stat_date between cast(:from_day as date) and cast(:to_day as date)
-- what is reprocessed of a pull has that pull's own time
when matched and snapshot.observed_at >= target.observed_at then update set
  impressions = snapshot.impressions,
  clicks = snapshot.clicks,
  cost = snapshot.cost,
  conversions = snapshot.conversions,
  conversion_value = snapshot.conversion_value,
  leads = snapshot.leads,
  run_id = snapshot.run_id,
  observed_at = snapshot.observed_at
when not matched then insert (
  platform, account_id, stat_date, age_hours, impressions, clicks, cost, conversions, conversion_value, leads, run_id, observed_at
) values (
  snapshot.platform, snapshot.account_id, snapshot.stat_date, snapshot.age_hours, snapshot.impressions, snapshot.clicks, snapshot.cost,
  snapshot.conversions, snapshot.conversion_value, snapshot.leads, snapshot.run_id, snapshot.observed_at
)
