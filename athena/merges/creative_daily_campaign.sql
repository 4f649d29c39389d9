-- grain: one row per fact whose campaign was unknown when it was pulled and is listed now
merge into creative_daily as target
using (
  select platform, account_id, creative_id, max(campaign_id) as campaign_id
  from stg_creatives
  where run_id = :run_id and campaign_id is not null
  group by platform, account_id, creative_id
) as listed
on target.platform = listed.platform
  and target.account_id = listed.account_id
  and target.creative_id = listed.creative_id
  and target.campaign_id = 'unknown'
when matched then update set campaign_id = listed.campaign_id
