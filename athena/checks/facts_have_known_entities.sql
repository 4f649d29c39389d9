-- grain: one row per platform, account, campaign and creative with figures from the API that no list of it names;
-- at most :most_rows an account
with

facts as (
  select
    platform, account_id, campaign_id, creative_id, currency,
    cast(count(*) as bigint) as days, max(stat_date) as last_day, sum(cost) as cost
  from creative_daily
  where source = 'api'
  group by platform, account_id, campaign_id, creative_id, currency
),

campaigns as (
  select distinct platform, account_id, campaign_id from campaign
),

creatives as (
  select distinct platform, account_id, creative_id from creative
),

final as (
  select
    facts.platform,
    facts.account_id,
    facts.campaign_id,
    facts.creative_id,
    campaigns.campaign_id is not null as campaign_is_known,
    creatives.creative_id is not null as creative_is_known,
    facts.days,
    facts.last_day,
    facts.cost,
    facts.currency
  from facts
  left join campaigns
    on campaigns.platform = facts.platform
    and campaigns.account_id = facts.account_id
    and campaigns.campaign_id = facts.campaign_id
  left join creatives
    on creatives.platform = facts.platform
    and creatives.account_id = facts.account_id
    and creatives.creative_id = facts.creative_id
  where campaigns.campaign_id is null or creatives.creative_id is null
),

counted as (
  select
    *,
    count(*) over (partition by platform, account_id) as offending_rows,
    row_number() over (partition by platform, account_id order by cost desc, creative_id, campaign_id, currency) as place
  from final
)

select * from counted where place <= :most_rows
