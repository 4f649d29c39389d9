-- grain: one row per platform, account and valid_from; a change ends the row in force and starts another
merge into account as target
using (
  -- every change twice: once to end the row in force, once to start the next
  select changed.*, action.is_end
  from changed_account as changed
  cross join (
    select 0 as is_end
    union all
    select 1 as is_end
  ) as action
  where changed.run_id = :run_id
) as change
on target.platform = change.platform
  and target.account_id = change.account_id
  and target.valid_to is null
  and change.is_end = 1
when matched then update set valid_to = change.observed_at
when not matched and change.is_end = 0 then insert (
  platform, account_id, name, status, currency, source, valid_from, valid_to
) values (
  change.platform, change.account_id, change.name, change.status, change.currency, change.source, change.observed_at, null
)
