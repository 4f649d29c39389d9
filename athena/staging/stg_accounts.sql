-- grain: one row per run, platform and account, as the API listed it
with

source as (
  select * from raw_entities
),

final as (
  select
    run_id,
    platform,
    account_id,
    name,
    status,
    currency,
    'api' as source,
    observed_at
  from source
  where kind = 'account' and account_id is not null
)

select * from final
