-- grain: one row per platform, account, creative and valid_from; a changed name ends the row in force and starts another
merge into creative as target
using (
  select changed.*, cast(null as timestamp) as ends_at from changed_creative as changed where changed.run_id = :run_id
  union all
  select
    changed.run_id, changed.platform, changed.account_id, changed.creative_id, changed.campaign_id, changed.name,
    changed.observed_at, changed.observed_at as ends_at
  from changed_creative as changed
  where changed.run_id = :run_id
) as change
on target.platform = change.platform
  and target.account_id = change.account_id
  and target.creative_id = change.creative_id
  and target.valid_to is null
  and change.ends_at is not null
when matched then update set valid_to = change.ends_at
when not matched and change.ends_at is null then insert (platform, account_id, creative_id, campaign_id, name, valid_from, valid_to)
values (change.platform, change.account_id, change.creative_id, change.campaign_id, change.name, change.observed_at, null)
