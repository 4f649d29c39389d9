-- grain: one row per run, platform, account and pulled stat date: do the creatives add up to the platform's own totals?
with

-- one source a column; a day that a source does not name is zero for it
figures as (
  select run_id, platform, account_id, stat_date, currency, observed_at, 'CREATIVE' as source, impressions, clicks, cost
  from stg_analytics
  union all
  select run_id, platform, account_id, stat_date, currency, observed_at, "pivot" as source, impressions, clicks, cost
  from stg_analytics_totals
  union all
  select run_id, platform, account_id, stat_date, currency, observed_at, 'KEPT' as source, impressions, clicks, cost
  from missing_key
),

summed as (
  select
    run_id,
    platform,
    account_id,
    stat_date,
    max(currency) as currency,
    max(observed_at) as observed_at,
    cast(coalesce(sum(case when source = 'CREATIVE' then impressions end), 0) as bigint) as impressions,
    cast(coalesce(sum(case when source = 'KEPT' then impressions end), 0) as bigint) as kept_impressions,
    cast(coalesce(sum(case when source = 'CAMPAIGN' then impressions end), 0) as bigint) as campaign_impressions,
    cast(coalesce(sum(case when source = 'ACCOUNT' then impressions end), 0) as bigint) as account_impressions,
    cast(coalesce(sum(case when source = 'CREATIVE' then clicks end), 0) as bigint) as clicks,
    cast(coalesce(sum(case when source = 'KEPT' then clicks end), 0) as bigint) as kept_clicks,
    cast(coalesce(sum(case when source = 'CAMPAIGN' then clicks end), 0) as bigint) as campaign_clicks,
    cast(coalesce(sum(case when source = 'ACCOUNT' then clicks end), 0) as bigint) as account_clicks,
    cast(coalesce(sum(case when source = 'CREATIVE' then cost end), 0) as decimal(18, 9)) as cost,
    cast(coalesce(sum(case when source = 'KEPT' then cost end), 0) as decimal(18, 9)) as kept_cost,
    cast(coalesce(sum(case when source = 'CAMPAIGN' then cost end), 0) as decimal(18, 9)) as campaign_cost,
    cast(coalesce(sum(case when source = 'ACCOUNT' then cost end), 0) as decimal(18, 9)) as account_cost,
    cast(count(case when source = 'KEPT' then 1 end) as bigint) as kept_creatives
  from figures
  group by run_id, platform, account_id, stat_date
),

-- a cent is allowed beside the 0.1%: each creative's cost is rounded to nine places
compared as (
  select
    *,
    abs(impressions - account_impressions) * 1000 <= account_impressions
    and abs(clicks - account_clicks) * 1000 <= account_clicks
    and abs(cost - account_cost) <= account_cost / 1000 + 0.01 as pulled_agrees,
    abs(impressions + kept_impressions - account_impressions) * 1000 <= account_impressions
    and abs(clicks + kept_clicks - account_clicks) * 1000 <= account_clicks
    and abs(cost + kept_cost - account_cost) <= account_cost / 1000 + 0.01 as kept_agrees,
    impressions = account_impressions and clicks = account_clicks and abs(cost - account_cost) < 0.01 as pulled_is_exact,
    impressions = campaign_impressions and clicks = campaign_clicks and abs(cost - campaign_cost) < 0.01 as campaigns_are_exact
  from summed
),

final as (
  select
    *,
    pulled_agrees or kept_agrees as is_reconciled,
    -- what the totals still hold was deleted at the platform and keeps its spend; what they lack was taken back
    campaigns_are_exact and (pulled_is_exact or (pulled_agrees and not kept_agrees)) as missing_is_zero
  from compared
)

select * from final
