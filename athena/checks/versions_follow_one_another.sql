-- grain: one row per version of a account, campaign or creative that ends before it begins, or begins before the one before it has ended
with

versions as (
  select 'account' as kind, platform, account_id, account_id as entity_id, valid_from, valid_to from account
  union all
  select 'campaign' as kind, platform, account_id, campaign_id as entity_id, valid_from, valid_to from campaign
  union all
  select 'creative' as kind, platform, account_id, creative_id as entity_id, valid_from, valid_to from creative
),

ordered as (
  select
    *,
    row_number() over (partition by kind, platform, account_id, entity_id order by valid_from, valid_to) as place,
    lag(valid_to) over (partition by kind, platform, account_id, entity_id order by valid_from, valid_to) as before_ended_at
  from versions
),

final as (
  select kind, platform, account_id, entity_id, valid_from, valid_to, before_ended_at
  from ordered
  where valid_from is null
    or valid_to <= valid_from
    or (place > 1 and (before_ended_at is null or before_ended_at > valid_from))
)

select * from final
