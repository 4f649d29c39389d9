-- grain: one row per platform, account, campaign, creative and currency with a day in its account's window or among its newest days
with

mature as (
  select platform, account_id, max(mature_after_days) as mature_after_days
  from metric_maturity where metric in ('impressions', 'clicks', 'cost') group by platform, account_id
),

daily as (
  select
    facts.*,
    -- nearly all of what the figures are about is visible, and nobody contradicts it
    coalesce(facts.age_days >= mature.mature_after_days, false) and not facts.is_disputed as is_mature
  from creative_day_age as facts
  left join mature on mature.platform = facts.platform and mature.account_id = facts.account_id
),

accounts as (
  select platform, account_id, max(stat_date) as newest_day, max(case when is_mature then stat_date end) as newest_mature_day
  from daily group by platform, account_id
),

aged as (
  select
    daily.*, accounts.newest_day, accounts.newest_mature_day,
    date_diff('day', stat_date, newest_day) < :active_within_days as is_new,
    is_mature and date_diff('day', stat_date, newest_mature_day) < :window_days as is_counted
  from daily join accounts on accounts.platform = daily.platform and accounts.account_id = daily.account_id
),

final as (
  select
    platform, account_id, campaign_id, creative_id, currency,
    coalesce(max(case when is_new and impressions > 0 then 1 end), 0) as is_active,
    cast(coalesce(sum(case when is_counted then impressions end), 0) as bigint) as impressions,
    cast(sum(case when is_counted then clicks end) as bigint) as clicks,
    sum(case when is_counted then conversions end) as conversions,
    sum(case when is_counted then cost end) as cost
  from aged
  where is_counted or is_new
  group by platform, account_id, campaign_id, creative_id, currency
)

select * from final
