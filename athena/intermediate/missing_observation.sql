-- grain: one row per run, platform, account, creative and stat date that was there and is missing from a whole pull: now zero
merge into missing_observation as target
using (
  with

  -- an answer without a single total is no answer: nothing is set to zero on its word
  pulled as (
    select run_id, platform, account_id, min(window_from) as window_from, max(window_to) as window_to, max(observed_at) as observed_at
    from stg_analytics_totals
    where "pivot" = 'ACCOUNT'
    group by run_id, platform, account_id
  ),

  disputed as (
    -- written by the same run, just before
    select run_id, platform, account_id, stat_date from account_reconciliation where not is_reconciled
  ),

  final as (
    select
      known.platform,
      known.account_id,
      known.campaign_id,
      known.creative_id,
      known.stat_date,
      known.currency,
      pulled.run_id,
      pulled.observed_at
    from pulled
    join creative_daily as known
      on known.platform = pulled.platform
      and known.account_id = pulled.account_id
      and known.stat_date between pulled.window_from and pulled.window_to
    left join stg_analytics as present
      on present.run_id = pulled.run_id
      and present.platform = known.platform
      and present.account_id = known.account_id
      and present.creative_id = known.creative_id
      and present.stat_date = known.stat_date
    left join disputed
      on disputed.run_id = pulled.run_id
      and disputed.platform = known.platform
      and disputed.account_id = known.account_id
      and disputed.stat_date = known.stat_date
    where present.creative_id is null
      and disputed.stat_date is null
      and known.source = 'api'
      and (known.impressions <> 0 or known.clicks <> 0 or known.cost <> 0 or known.conversions <> 0 or known.leads <> 0)
  )

  select * from final
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
