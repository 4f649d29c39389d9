-- grain: one row per run, platform, account, creative and stat date that was there and is missing from a whole pull: now zero
merge into missing_observation as target
using (
  select missing.*
  from missing_key as missing
  -- written by the same run, just before
  join account_reconciliation as day
    on day.run_id = missing.run_id
    and day.platform = missing.platform
    and day.account_id = missing.account_id
    and day.stat_date = missing.stat_date
    and day.missing_is_zero
  where missing.stat_date between cast(:from_day as date) and cast(:to_day as date)
) as missing
on target.run_id = missing.run_id
  and target.platform = missing.platform
  and target.account_id = missing.account_id
  and target.creative_id = missing.creative_id
  and target.stat_date = missing.stat_date
when not matched then insert (platform, account_id, campaign_id, creative_id, stat_date, currency, run_id, observed_at)
values (
  missing.platform, missing.account_id, missing.campaign_id, missing.creative_id, missing.stat_date, missing.currency,
  missing.run_id, missing.observed_at
)
