-- grain: one row per run, platform, account, creative and stat date whose value is new or differs from the newest one known
with

observed as (
  select * from observed_value
),

known as (
  select * from creative_daily
),

final as (
  select
    observed.platform,
    observed.account_id,
    observed.campaign_id,
    observed.creative_id,
    observed.stat_date,
    observed.currency,
    observed.impressions,
    observed.clicks,
    observed.cost,
    observed.conversions,
    observed.conversion_value,
    observed.leads,
    observed.video_views,
    observed.source,
    observed.run_id,
    observed.observed_at,
    known.creative_id is null as is_new
  from observed
  left join known
    on known.platform = observed.platform
    and known.account_id = observed.account_id
    and known.creative_id = observed.creative_id
    and known.stat_date = observed.stat_date
  where known.creative_id is null
    or (
      -- an imported file never overwrites what the platform's API gave, nor an older observation a newer one
      not (known.source = 'api' and observed.source = 'import')
      and observed.observed_at > known.observed_at
      and (
        known.impressions is distinct from observed.impressions
        or known.clicks is distinct from observed.clicks
        or known.cost is distinct from observed.cost
        or known.conversions is distinct from observed.conversions
        or known.conversion_value is distinct from observed.conversion_value
        or known.leads is distinct from observed.leads
        or known.video_views is distinct from observed.video_views
        or known.currency is distinct from observed.currency
        or known.campaign_id is distinct from observed.campaign_id
      )
    )
)

select * from final
