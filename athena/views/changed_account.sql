-- grain: one row per run, platform and account whose name, status or currency is new or differs from that in force
with

observed as (
  select * from stg_accounts
),

in_force as (
  select * from account where valid_to is null
),

final as (
  select observed.*
  from observed
  left join in_force
    on in_force.platform = observed.platform
    and in_force.account_id = observed.account_id
  where in_force.account_id is null
    or (
      observed.observed_at > in_force.valid_from
      and (
        in_force.name is distinct from observed.name
        or in_force.status is distinct from observed.status
        or in_force.currency is distinct from observed.currency
      )
    )
)

select * from final
