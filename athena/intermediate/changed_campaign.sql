-- grain: one row per run, platform, account and campaign whose name is new or differs from the one in force
with

named as (
  select
    run_id,
    platform,
    account_id,
    campaign_id,
    -- the newest day's name; of two on one day the later in the alphabet, so that every engine takes the same
    max_by(campaign_name, cast(last_day as varchar) || campaign_name) as campaign_name,
    max(observed_at) as observed_at
  from stg_import_names
  where campaign_name is not null
  group by run_id, platform, account_id, campaign_id
),

in_force as (
  select * from campaign where valid_to is null
),

final as (
  select
    named.run_id,
    named.platform,
    named.account_id,
    named.campaign_id,
    named.campaign_name as name,
    named.observed_at
  from named
  left join in_force
    on in_force.platform = named.platform
    and in_force.account_id = named.account_id
    and in_force.campaign_id = named.campaign_id
  where in_force.campaign_id is null
    or (named.observed_at > in_force.valid_from and in_force.name is distinct from named.campaign_name)
)

select * from final
