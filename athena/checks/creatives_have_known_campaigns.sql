-- grain: one row per creative of the API whose campaign no list names; at most :most_rows an account
with

campaigns as (
  select distinct platform, account_id, campaign_id from campaign
),

final as (
  select creatives.platform, creatives.account_id, creatives.creative_id, creatives.campaign_id
  from creative as creatives
  left join campaigns
    on campaigns.platform = creatives.platform
    and campaigns.account_id = creatives.account_id
    and campaigns.campaign_id = creatives.campaign_id
  where creatives.valid_to is null and creatives.source = 'api' and campaigns.campaign_id is null
),

counted as (
  select
    *,
    count(*) over (partition by platform, account_id) as offending_rows,
    row_number() over (partition by platform, account_id order by creative_id) as place
  from final
)

select * from counted where place <= :most_rows
