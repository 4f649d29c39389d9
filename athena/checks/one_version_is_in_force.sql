-- grain: one row per account, campaign or creative that has no version in force, or several
with

versions as (
  select 'account' as kind, platform, account_id, account_id as entity_id, valid_to from account
  union all
  select 'campaign' as kind, platform, account_id, campaign_id as entity_id, valid_to from campaign
  union all
  select 'creative' as kind, platform, account_id, creative_id as entity_id, valid_to from creative
),

final as (
  select
    kind,
    platform,
    account_id,
    entity_id,
    cast(count(case when valid_to is null then 1 end) as bigint) as in_force,
    cast(count(*) as bigint) as versions
  from versions
  group by kind, platform, account_id, entity_id
  having count(case when valid_to is null then 1 end) <> 1
)

select * from final
