-- grain: one row per platform, account, creative and currency, over its life
with

performance as (
  select * from creative_performance
),

creatives as (
  select * from creative where valid_to is null
),

campaigns as (
  select * from campaign where valid_to is null
),

rated as (
  select *, 100.0 * cast(clicks as double) / nullif(impressions, 0) as ctr from performance
),

final as (
  select
    rated.creative_id,
    rated.platform,
    rated.account_id,
    rated.campaign_id,
    rated.currency,
    creatives.name as creative_name,
    campaigns.name as campaign_name,
    rated.impressions as lifetime_impressions,
    rated.clicks as lifetime_clicks,
    cast(rated.cost as double) as lifetime_cost,
    cast(round(rated.conversions) as bigint) as lifetime_conversions,
    rated.ctr as avg_ctr,
    cast(rated.cost as double) / nullif(rated.clicks, 0) as avg_cpc,
    rated.first_seen,
    rated.last_seen,
    rated.days_active,
    case
      when rated.ctr is null then null
      when rated.ctr >= :high then 'high'
      when rated.ctr >= :medium then 'medium'
      when rated.ctr >= :low then 'low'
      else 'very_low'
    end as performance_category,
    creatives.status,
    creatives.headline,
    creatives.description,
    creatives.introductory_text,
    creatives.call_to_action,
    creatives.landing_page,
    creatives.image_url
  from rated
  left join creatives
    on creatives.platform = rated.platform
    and creatives.account_id = rated.account_id
    and creatives.creative_id = rated.creative_id
  left join campaigns
    on campaigns.platform = rated.platform
    and campaigns.account_id = rated.account_id
    and campaigns.campaign_id = rated.campaign_id
)

select * from final
order by platform, account_id, creative_id, currency
