-- grain: one row per platform, account, stat date and age; of several looks at one age the newest counts
merge into account_observation as target
using (
  select *
  from observed_account_day
  where run_id = :run_id and stat_date between cast(:from_day as date) and cast(:to_day as date)
) as looked
on target.platform = looked.platform
  and target.account_id = looked.account_id
  and target.stat_date = looked.stat_date
  and target.age_hours = looked.age_hours
  and target.stat_date between cast(:from_day as date) and cast(:to_day as date)
-- a replay of what a look rejected has the look's own time
when matched and looked.observed_at >= target.observed_at then update set
  impressions = looked.impressions,
  clicks = looked.clicks,
  cost = looked.cost,
  conversions = looked.conversions,
  conversion_value = looked.conversion_value,
  leads = looked.leads,
  run_id = looked.run_id,
  observed_at = looked.observed_at
when not matched then insert (
  platform, account_id, stat_date, age_hours, impressions, clicks, cost, conversions, conversion_value, leads, run_id, observed_at
) values (
  looked.platform, looked.account_id, looked.stat_date, looked.age_hours, looked.impressions, looked.clicks, looked.cost,
  looked.conversions, looked.conversion_value, looked.leads, looked.run_id, looked.observed_at
)
