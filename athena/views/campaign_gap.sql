-- grain: one row per run, platform, account, stat date and campaign whose total differs by more than 0.1% from its creatives
with

figures as (
  select run_id, platform, account_id, campaign_id, stat_date, currency, observed_at, 'CREATIVE' as source, impressions, clicks, cost
  from stg_analytics
  union all
  -- what was deleted at the platform counts where it was last seen
  select run_id, platform, account_id, campaign_id, stat_date, currency, observed_at, 'CREATIVE' as source, impressions, clicks, cost
  from missing_key
  union all
  select run_id, platform, account_id, campaign_id, stat_date, currency, observed_at, "pivot" as source, impressions, clicks, cost
  from stg_analytics_totals
  where "pivot" = 'CAMPAIGN'
),

summed as (
  select
    run_id,
    platform,
    account_id,
    campaign_id,
    stat_date,
    max(currency) as currency,
    max(observed_at) as observed_at,
    cast(coalesce(sum(case when source = 'CREATIVE' then impressions end), 0) as bigint) as impressions,
    cast(coalesce(sum(case when source = 'CAMPAIGN' then impressions end), 0) as bigint) as campaign_impressions,
    cast(coalesce(sum(case when source = 'CREATIVE' then clicks end), 0) as bigint) as clicks,
    cast(coalesce(sum(case when source = 'CAMPAIGN' then clicks end), 0) as bigint) as campaign_clicks,
    cast(coalesce(sum(case when source = 'CREATIVE' then cost end), 0) as decimal(18, 9)) as cost,
    cast(coalesce(sum(case when source = 'CAMPAIGN' then cost end), 0) as decimal(18, 9)) as campaign_cost
  from figures
  group by run_id, platform, account_id, campaign_id, stat_date
),

final as (
  select *
  from summed
  where abs(impressions - campaign_impressions) * 1000 > campaign_impressions
    or abs(clicks - campaign_clicks) * 1000 > campaign_clicks
    or abs(cost - campaign_cost) > campaign_cost / 1000 + 0.01
)

select * from final
