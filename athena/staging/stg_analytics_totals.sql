-- grain: one row per run, pivot (CAMPAIGN or ACCOUNT), entity and stat date: the platform's own totals
with

source as (
  select * from raw_analytics
),

final as (
  select
    "pivot",
    platform,
    account_id,
    campaign_id,
    stat_date,
    currency,
    impressions,
    clicks,
    cost,
    run_id,
    observed_at,
    window_from,
    window_to
  from source
  where "pivot" in ('CAMPAIGN', 'ACCOUNT') and stat_date is not null
)

select * from final
