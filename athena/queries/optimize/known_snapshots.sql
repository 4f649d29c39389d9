-- grain: one row per platform, account, finished stat date since a day and age at which it was observed until an instant
select
  platform, account_id, stat_date, observed_at, impressions, clicks, cost, conversions, conversion_value, leads
from account_observation
where stat_date >= cast(:from_day as date) and observed_at < cast(:until as timestamp)
order by platform, account_id, observed_at, stat_date
