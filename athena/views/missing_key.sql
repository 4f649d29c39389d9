-- grain: one row per run, platform, account, creative and stat date that has figures and is missing from a whole pull
with

-- an answer without a single total is no answer: nothing is concluded from it
pulled as (
  select run_id, platform, account_id, min(window_from) as window_from, max(window_to) as window_to, max(observed_at) as observed_at
  from stg_analytics_totals
  where "pivot" = 'ACCOUNT'
  group by run_id, platform, account_id
),

final as (
  select
    pulled.run_id,
    known.platform,
    known.account_id,
    known.campaign_id,
    known.creative_id,
    known.stat_date,
    known.currency,
    known.impressions,
    known.clicks,
    known.cost,
    known.conversions,
    known.leads,
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
  where present.creative_id is null
    and known.source = 'api'
    and known.observed_at < pulled.observed_at
    and (known.impressions <> 0 or known.clicks <> 0 or known.cost <> 0 or known.conversions <> 0 or known.leads <> 0)
)

select * from final
