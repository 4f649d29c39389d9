-- grain: one row per platform, account, campaign and valid_from; a change ends the row in force and starts another
merge into campaign as target
using (
  -- every change twice: once to end the row in force, once to start the next
  select changed.*, action.is_end
  from changed_campaign as changed
  cross join (
    select 0 as is_end
    union all
    select 1 as is_end
  ) as action
  where changed.run_id = :run_id
) as change
on target.platform = change.platform
  and target.account_id = change.account_id
  and target.campaign_id = change.campaign_id
  and target.valid_to is null
  and change.is_end = 1
when matched then update set valid_to = change.observed_at
when not matched and change.is_end = 0 then insert (
  platform, account_id, campaign_id, name, campaign_group_id, campaign_group_name, status, objective, campaign_type,
  format, cost_type, optimization_target, bid, daily_budget, total_budget, currency, starts_at, ends_at, locale, targeting,
  source, valid_from, valid_to
) values (
  change.platform, change.account_id, change.campaign_id, change.name, change.campaign_group_id,
  change.campaign_group_name, change.status, change.objective, change.campaign_type, change.format, change.cost_type,
  change.optimization_target, change.bid, change.daily_budget, change.total_budget, change.currency, change.starts_at,
  change.ends_at, change.locale, change.targeting, change.source, change.observed_at, null
)
