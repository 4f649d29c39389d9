-- grain: one row per platform, account and currency whose sums differ between ad_report and the facts
with

reported as (
  select platform, account_id, currency, count(*) as days, sum(impressions) as impressions, sum(clicks) as clicks, sum(spend) as cost
  from ad_report
  group by platform, account_id, currency
),

known as (
  select platform, account_id, currency, count(*) as days, sum(impressions) as impressions, sum(clicks) as clicks, sum(cost) as cost
  from creative_daily
  group by platform, account_id, currency
),

final as (
  select
    known.platform,
    known.account_id,
    known.currency,
    cast(known.days as bigint) as creative_days,
    cast(reported.days as bigint) as reported_creative_days,
    known.cost,
    reported.cost as reported_cost
  from known
  left join reported
    on reported.platform = known.platform
    and reported.account_id = known.account_id
    and reported.currency is not distinct from known.currency
  where reported.days is distinct from known.days
    or reported.impressions is distinct from known.impressions
    or reported.clicks is distinct from known.clicks
    or reported.cost is distinct from known.cost
)

select * from final
