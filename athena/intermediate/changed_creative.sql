-- grain: one row per run, platform, account and creative whose name or campaign is new or differs from the one in force
with

named as (
  select
    run_id,
    platform,
    account_id,
    creative_id,
    -- a creative that moved is in one campaign at a time: that of its newest day
    max_by(campaign_id, last_day) as campaign_id,
    max_by(creative_name, last_day) filter (where creative_name is not null) as creative_name,
    max(observed_at) as observed_at
  from stg_import_names
  group by run_id, platform, account_id, creative_id
  having count(creative_name) > 0
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
