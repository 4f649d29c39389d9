-- grain: one row per platform, account, campaign, ISO week and currency in the newest :weeks whole weeks
with

daily as (
  select *, cast(date_trunc('week', stat_date) as date) as week_start
  from daily_summary
  -- the first of these weeks may have begun six days before :weeks weeks ago; older days are not read
  where stat_date >= cast(cast(:data_through as date) - interval '1' day * (7 * :weeks + 6) as date)
),

whole as (
  -- the week of the day after the newest day is the first that is not whole
  select
    cast(date_trunc('week', cast(cast(:data_through as date) + interval '1' day as date)) as date) as ends_before
),

recent as (
  select daily.*
  from daily
  cross join whole
  where daily.week_start < whole.ends_before
    and daily.week_start >= cast(whole.ends_before - interval '7' day * :weeks as date)
),

final as (
  select
    week_start,
    platform,
    account_id,
    campaign_id,
    currency,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    cast(sum(cost) as double) as cost,
    cast(round(sum(conversions)) as bigint) as conversions,
    100.0 * cast(sum(clicks) as double) / nullif(cast(sum(impressions) as double), 0) as ctr,
    cast(sum(cost) as double) / nullif(cast(sum(clicks) as double), 0) as cpc,
    cast(sum(cost) as double) / nullif(cast(sum(conversions) as double), 0) as cpa,
    -- means over the days: kept for existing readers, see the data dictionary
    avg(100.0 * cast(clicks as double) / nullif(impressions, 0)) as avg_ctr,
    avg(cast(cost as double) / nullif(clicks, 0)) as avg_cpc
  from recent
  group by week_start, platform, account_id, campaign_id, currency
)

select * from final
order by week_start, platform, account_id, campaign_id, currency
