-- grain: one row per platform, account, campaign, stat date and currency in the newest :days days
with

daily as (
  -- compared as a date, so that older days are not read
  select * from daily_summary where stat_date > cast(cast(:data_through as date) - interval '1' day * :days as date)
),

mature as (
  select * from account_maturity
),

final as (
  select
    daily.stat_date as report_date,
    daily.platform,
    daily.account_id,
    daily.campaign_id,
    daily.currency,
    daily.creatives as total_creatives,
    daily.impressions,
    daily.clicks,
    cast(daily.cost as double) as cost,
    cast(round(daily.conversions) as bigint) as conversions,
    100.0 * cast(daily.clicks as double) / nullif(daily.impressions, 0) as avg_ctr,
    cast(daily.cost as double) / nullif(daily.clicks, 0) as avg_cpc,
    cast(daily.cost as double) / nullif(cast(daily.conversions as double), 0) as avg_cpa,
    coalesce(daily.stat_date >= mature.provisional_from, true) as is_provisional
  from daily
  left join mature on mature.platform = daily.platform and mature.account_id = daily.account_id
)

select * from final
order by report_date, platform, account_id, campaign_id, currency
