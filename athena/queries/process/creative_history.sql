-- grain: one row per value that one creative's day had, in the order in which they were seen
with

-- LinkedIn's creatives are known by their digits too
asked as (
  select *
  from creative_observation
  where stat_date = cast(:stat_date as date)
    and (creative_id = :creative or creative_id = 'urn:li:sponsoredCreative:' || :creative)
),

final as (
  select
    asked.platform,
    asked.account_id,
    accounts.name as account_name,
    asked.campaign_id,
    campaigns.name as campaign_name,
    asked.creative_id,
    creatives.name as creative_name,
    creatives.headline,
    asked.stat_date,
    asked.currency,
    asked.impressions,
    asked.clicks,
    asked.cost,
    asked.conversions,
    asked.conversion_value,
    asked.leads,
    asked.video_views,
    asked.source,
    asked.run_id,
    asked.observed_at,
    -- it was there before, and a complete answer had it no more
    missing.run_id is not null as is_gone,
    pulled.observed_at as last_observed_at
  from asked
  left join missing_observation as missing
    on missing.run_id = asked.run_id
    and missing.platform = asked.platform
    and missing.account_id = asked.account_id
    and missing.creative_id = asked.creative_id
    and missing.stat_date = asked.stat_date
  left join account_reconciliation as pulled
    on pulled.platform = asked.platform
    and pulled.account_id = asked.account_id
    and pulled.stat_date = asked.stat_date
  left join account as accounts
    on accounts.platform = asked.platform
    and accounts.account_id = asked.account_id
    and accounts.valid_to is null
  left join campaign as campaigns
    on campaigns.platform = asked.platform
    and campaigns.account_id = asked.account_id
    and campaigns.campaign_id = asked.campaign_id
    and campaigns.valid_to is null
  left join creative as creatives
    on creatives.platform = asked.platform
    and creatives.account_id = asked.account_id
    and creatives.creative_id = asked.creative_id
    and creatives.valid_to is null
)

select * from final
order by platform, account_id, creative_id, observed_at, impressions
