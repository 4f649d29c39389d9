-- grain: one row per platform, account, campaign and valid_from until an instant: the settings that were in force from then on
select
  platform, account_id, campaign_id, valid_from, name, campaign_group_id, status, objective, format, cost_type,
  optimization_target, bid, daily_budget, total_budget, starts_at, ends_at, targeting
from campaign
where valid_from < cast(:until as timestamp)
order by platform, account_id, campaign_id, valid_from
