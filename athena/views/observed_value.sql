-- grain: one row per run, platform, account, creative and stat date: what imports, pulls and gaps in whole pulls say
with

imported as (
  select
    platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions,
    conversion_value, leads, cast(null as bigint) as video_views, source, run_id, observed_at
  from stg_import_rows
),

pulled as (
  select
    platform, account_id, campaign_id, creative_id, stat_date, currency, impressions, clicks, cost, conversions,
    conversion_value, leads, video_views, source, run_id, observed_at
  from stg_analytics
),

gone as (
  select
    platform, account_id, campaign_id, creative_id, stat_date, currency,
    cast(0 as bigint) as impressions,
    cast(0 as bigint) as clicks,
    cast(0 as decimal(18, 9)) as cost,
    cast(0 as decimal(18, 9)) as conversions,
    cast(0 as decimal(18, 9)) as conversion_value,
    cast(0 as decimal(18, 9)) as leads,
    cast(0 as bigint) as video_views,
    'api' as source,
    run_id,
    observed_at
  from missing_observation
),

final as (
  select * from imported
  union all
  select * from pulled
  union all
  select * from gone
)

select * from final
