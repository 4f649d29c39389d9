-- grain: one row per platform, account, campaign and valid_from: its settings in force now (valid_to null) or since a day
select
  platform, account_id, campaign_id, name, campaign_group_id, status, objective, format, cost_type, optimization_target,
  bid, daily_budget, total_budget, currency, starts_at, ends_at, targeting, cast(valid_from as date) as from_day,
  case when valid_to is null then 1 else 0 end as is_in_force
from campaign
where valid_to is null or cast(valid_to as date) >= cast(:since as date)
order by platform, account_id, campaign_id, valid_from
