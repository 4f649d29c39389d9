-- grain: one row: how many creatives, campaigns and days the facts hold
with

creatives as (
  select count(*) as creatives
  from (select distinct platform, account_id, creative_id from creative_performance) as each_creative
),

campaigns as (
  select count(*) as campaigns
  from (select distinct platform, account_id, campaign_id from campaign_totals) as each_campaign
),

days as (
  select count(distinct stat_date) as days from daily_summary
),

final as (
  select creatives.creatives, campaigns.campaigns, days.days from creatives cross join campaigns cross join days
)

select * from final
