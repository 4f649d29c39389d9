-- grain: one row per day, platform, account, campaign group, campaign and creative, under the names that reporting tools expect
with

facts as (
  select * from creative_daily
),

-- names as they are now: a renamed campaign has one name over all its days
accounts as (
  select * from account where valid_to is null
),

campaigns as (
  select * from campaign where valid_to is null
),

creatives as (
  select * from creative where valid_to is null
),

final as (
  select
    facts.stat_date as date_day,
    facts.platform,
    facts.account_id,
    accounts.name as account_name,
    campaigns.campaign_group_id,
    campaigns.campaign_group_name,
    facts.campaign_id,
    -- a file without ids gives names in their place
    coalesce(campaigns.name, case when facts.source = 'import' then facts.campaign_id end) as campaign_name,
    facts.creative_id,
    coalesce(
      creatives.name,
      case when facts.source = 'import' and strpos(facts.creative_id, facts.campaign_id || '/') = 1
        then substr(facts.creative_id, length(facts.campaign_id) + 2) end
    ) as creative_name,
    facts.currency,
    facts.clicks,
    facts.impressions,
    facts.cost as spend,
    facts.conversions,
    facts.conversion_value as conversions_value,
    facts.leads,
    campaigns.objective,
    coalesce(creatives.format, campaigns.format) as format,
    creatives.headline,
    creatives.landing_page,
    facts.source,
    facts.observed_at,
    facts.revision,
    coalesce(facts.stat_date >= mature.provisional_from, true) as is_provisional,
    reconciled.is_reconciled,
    facts.video_views
  from facts
  -- what no list names keeps its figures
  left join accounts
    on accounts.platform = facts.platform and accounts.account_id = facts.account_id
  left join campaigns
    on campaigns.platform = facts.platform
    and campaigns.account_id = facts.account_id
    and campaigns.campaign_id = facts.campaign_id
  left join creatives
    on creatives.platform = facts.platform
    and creatives.account_id = facts.account_id
    and creatives.creative_id = facts.creative_id
  left join account_maturity as mature
    on mature.platform = facts.platform and mature.account_id = facts.account_id
  left join account_reconciliation as reconciled
    on reconciled.platform = facts.platform
    and reconciled.account_id = facts.account_id
    and reconciled.stat_date = facts.stat_date
)

select * from final
