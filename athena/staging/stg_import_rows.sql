-- grain: one row per import run, platform, account, creative and stat date
with

source as (
  select * from raw_import_rows
),

final as (
  select
    platform,
    account_id,
    campaign_id,
    campaign_name,
    creative_id,
    creative_name,
    stat_date,
    currency,
    impressions,
    clicks,
    cost,
    conversions,
    conversion_value,
    leads,
    'import' as source,
    run_id,
    observed_at
  from source
  where creative_id is not null and stat_date is not null
)

select * from final
