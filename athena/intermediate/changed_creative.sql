-- grain: one row per run, platform, account and creative whose name or campaign is new or differs from the one in force
with

named as (
  select * from stg_import_names where creative_name is not null
),

in_force as (
  select * from creative where valid_to is null
),

final as (
  select
    named.run_id,
    named.platform,
    named.account_id,
    named.creative_id,
    named.campaign_id,
    named.creative_name as name,
    named.observed_at
  from named
  left join in_force
    on in_force.platform = named.platform
    and in_force.account_id = named.account_id
    and in_force.creative_id = named.creative_id
  where in_force.creative_id is null
    or (
      named.observed_at > in_force.valid_from
      and (in_force.name is distinct from named.creative_name or in_force.campaign_id is distinct from named.campaign_id)
    )
)

select * from final
