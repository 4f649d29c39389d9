-- grain: one row per run, platform, account and pulled stat date: do the creatives add up to the platform's own totals?
with

-- one column per pivot; a day that a pivot does not name is zero for it
figures as (
  select run_id, platform, account_id, stat_date, currency, observed_at, 'CREATIVE' as "pivot", impressions, clicks, cost
  from stg_analytics
  union all
  select run_id, platform, account_id, stat_date, currency, observed_at, "pivot", impressions, clicks, cost
  from stg_analytics_totals
),

summed as (
  select
    run_id,
    platform,
    account_id,
    stat_date,
    max(currency) as currency,
    max(observed_at) as observed_at,
    cast(coalesce(sum(case when "pivot" = 'CREATIVE' then impressions end), 0) as bigint) as impressions,
    cast(coalesce(sum(case when "pivot" = 'CAMPAIGN' then impressions end), 0) as bigint) as campaign_impressions,
    cast(coalesce(sum(case when "pivot" = 'ACCOUNT' then impressions end), 0) as bigint) as account_impressions,
    cast(coalesce(sum(case when "pivot" = 'CREATIVE' then clicks end), 0) as bigint) as clicks,
    cast(coalesce(sum(case when "pivot" = 'CAMPAIGN' then clicks end), 0) as bigint) as campaign_clicks,
    cast(coalesce(sum(case when "pivot" = 'ACCOUNT' then clicks end), 0) as bigint) as account_clicks,
    cast(coalesce(sum(case when "pivot" = 'CREATIVE' then cost end), 0) as decimal(18, 9)) as cost,
    cast(coalesce(sum(case when "pivot" = 'CAMPAIGN' then cost end), 0) as decimal(18, 9)) as campaign_cost,
    cast(coalesce(sum(case when "pivot" = 'ACCOUNT' then cost end), 0) as decimal(18, 9)) as account_cost
  from figures
  group by run_id, platform, account_id, stat_date
),

final as (
  select
    *,
    -- each creative's cost is rounded to nine places: their sum may be off by a little, never by a cent
    impressions = account_impressions and impressions = campaign_impressions
    and clicks = account_clicks and clicks = campaign_clicks
    and abs(cost - account_cost) < 0.01 and abs(cost - campaign_cost) < 0.01 as is_reconciled
  from summed
)

select * from final
