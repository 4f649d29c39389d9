-- grain: one row per platform, account and metric; what was learned last replaces what was known
merge into metric_maturity as target
using (
  -- one line a row, its fields apart by tabs: platform, account, metric, days, learned or assumed
  select
    split_part(each_line.line, chr(9), 1) as platform,
    split_part(each_line.line, chr(9), 2) as account_id,
    split_part(each_line.line, chr(9), 3) as metric,
    cast(split_part(each_line.line, chr(9), 4) as bigint) as mature_after_days,
    split_part(each_line.line, chr(9), 5) = 'learned' as is_learned,
    cast(:now as timestamp) as updated_at
  from (select 1 as one) as once
  cross join unnest(split(:lines, chr(10))) as each_line (line)
) as learned
on target.platform = learned.platform
  and target.account_id = learned.account_id
  and target.metric = learned.metric
when matched then update set
  mature_after_days = learned.mature_after_days,
  is_learned = learned.is_learned,
  updated_at = learned.updated_at
when not matched then insert (platform, account_id, metric, mature_after_days, is_learned, updated_at)
values (
  learned.platform, learned.account_id, learned.metric, learned.mature_after_days, learned.is_learned, learned.updated_at
)
