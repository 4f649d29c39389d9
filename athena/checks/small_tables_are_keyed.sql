-- grain: one row per natural key that is incomplete or stands more than once in one of the tables beside the facts
with

keyed as (
  select 'account_coverage' as table_name, platform, account_id, platform || ' ' || account_id as natural_key
  from account_coverage
  union all
  select
    'account_observation' as table_name, platform, account_id,
    platform || ' ' || account_id || ' ' || cast(stat_date as varchar) || ' ' || cast(age_hours as varchar) as natural_key
  from account_observation
  union all
  select
    'account_reconciliation' as table_name, platform, account_id,
    platform || ' ' || account_id || ' ' || cast(stat_date as varchar) as natural_key
  from account_reconciliation
  union all
  select 'metric_maturity' as table_name, platform, account_id, platform || ' ' || account_id || ' ' || metric as natural_key
  from metric_maturity
  union all
  select
    'missing_observation' as table_name, platform, account_id,
    run_id || ' ' || platform || ' ' || account_id || ' ' || creative_id || ' ' || cast(stat_date as varchar) as natural_key
  from missing_observation
  union all
  select 'processed_run' as table_name, cast(null as varchar) as platform, cast(null as varchar) as account_id, run_id as natural_key
  from processed_run
  union all
  select
    'reconciliation_gap' as table_name, platform, account_id,
    platform || ' ' || account_id || ' ' || cast(stat_date as varchar) || ' ' || campaign_id as natural_key
  from reconciliation_gap
),

final as (
  select table_name, platform, account_id, natural_key, count(*) as copies
  from keyed
  group by table_name, platform, account_id, natural_key
  having count(*) > 1 or natural_key is null
)

select * from final
