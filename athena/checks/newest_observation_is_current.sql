-- grain: one row per natural key whose value in force is not its newest observation
with

newest as (
  select platform, account_id, creative_id, stat_date, max(observed_at) as observed_at, count(*) as observations
  from creative_observation
  group by platform, account_id, creative_id, stat_date
),

final as (
  select
    facts.platform,
    facts.account_id,
    facts.creative_id,
    facts.stat_date,
    facts.observed_at,
    newest.observed_at as newest_observed_at,
    facts.revision,
    newest.observations
  from creative_daily as facts
  left join newest
    on newest.platform = facts.platform
    and newest.account_id = facts.account_id
    and newest.creative_id = facts.creative_id
    and newest.stat_date = facts.stat_date
  where newest.observed_at is distinct from facts.observed_at
    or newest.observations is distinct from facts.revision
)

select * from final
