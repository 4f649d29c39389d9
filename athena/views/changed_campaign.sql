-- grain: one row per run, platform, account and campaign whose name or settings are new or differ from those in force
with

imported as (
  select
    run_id,
    platform,
    account_id,
    campaign_id,
    -- the newest day's name; of two on one day the later in the alphabet, so that every engine takes the same
    max_by(campaign_name, cast(last_day as varchar) || campaign_name) as name,
    max(observed_at) as observed_at
  from stg_import_names
  where campaign_name is not null
  group by run_id, platform, account_id, campaign_id
),

-- a file knows the name only
observed as (
  select * from stg_campaigns
  union all
  select
    run_id, platform, account_id, campaign_id, name, null, null, null, null, null, null, null, null, null, null, null, null, null,
    null, null, null, 'import', observed_at
  from imported
),

in_force as (
  select * from campaign where valid_to is null
),

final as (
  select observed.*
  from observed
  left join in_force
    on in_force.platform = observed.platform
    and in_force.account_id = observed.account_id
    and in_force.campaign_id = observed.campaign_id
  where in_force.campaign_id is null
    or (
      observed.observed_at > in_force.valid_from
      and not (observed.source = 'import' and coalesce(in_force.source, 'import') = 'api')
      and (
        in_force.name is distinct from observed.name
        or in_force.campaign_group_id is distinct from observed.campaign_group_id
        or in_force.campaign_group_name is distinct from observed.campaign_group_name
        or in_force.status is distinct from observed.status
        or in_force.objective is distinct from observed.objective
        or in_force.campaign_type is distinct from observed.campaign_type
        or in_force.format is distinct from observed.format
        or in_force.cost_type is distinct from observed.cost_type
        or in_force.optimization_target is distinct from observed.optimization_target
        or in_force.bid is distinct from observed.bid
        or in_force.daily_budget is distinct from observed.daily_budget
        or in_force.total_budget is distinct from observed.total_budget
        or in_force.currency is distinct from observed.currency
        or in_force.starts_at is distinct from observed.starts_at
        or in_force.ends_at is distinct from observed.ends_at
        or in_force.locale is distinct from observed.locale
        or in_force.targeting is distinct from observed.targeting
      )
    )
)

select * from final
