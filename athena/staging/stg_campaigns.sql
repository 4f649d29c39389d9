-- grain: one row per run, platform, account and campaign, as the API listed it
with

source as (
  select * from raw_entities
),

final as (
  select
    run_id,
    platform,
    account_id,
    campaign_id,
    name,
    campaign_group_id,
    campaign_group_name,
    status,
    objective,
    campaign_type,
    format,
    cost_type,
    optimization_target,
    bid,
    daily_budget,
    total_budget,
    currency,
    starts_at,
    ends_at,
    locale,
    targeting,
    'api' as source,
    observed_at
  from source
  where kind = 'campaign' and campaign_id is not null
)

select * from final
