-- grain: one row per platform, account, campaign, creative and currency with a day in its account's window or among its newest days
with

mature as (
  select platform, account_id, max(mature_after_days) as mature_after_days
  from metric_maturity where metric in ('impressions', 'cost', :kpi) group by platform, account_id
),

daily as (
  select
    facts.*,
    mature.mature_after_days,
    -- nearly all of what a decision rests on is visible, and nobody contradicts it
    coalesce(facts.age_days >= mature.mature_after_days, false) and not facts.is_disputed as is_mature,
    case :kpi when 'clicks' then cast(clicks as double)
      else cast(case :kpi when 'conversions' then conversions when 'leads' then leads end as double) end as results
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
    is_mature and date_diff('day', stat_date, newest_mature_day) < :window_days as is_counted,
    is_mature and date_diff('day', stat_date, newest_mature_day) < :active_within_days as is_recent
  from daily join accounts on accounts.platform = daily.platform and accounts.account_id = daily.account_id
),

-- a day without the KPI or without impressions says nothing about the rate: unknown is not zero
compared as (
  select
    *,
    case when is_counted and results is not null then cast(impressions as double) end as trials,
    case when is_counted and impressions is not null then results end as successes
  from aged
),

final as (
  select
    platform, account_id, campaign_id, creative_id, currency,
    max(newest_day) as newest_day,
    max(newest_mature_day) as newest_mature_day,
    max(mature_after_days) as mature_after_days,
    min(case when is_counted then stat_date end) as first_counted_day,
    max(case when is_counted then stat_date end) as last_counted_day,
    max(case when impressions > 0 then stat_date end) as last_active_day,
    coalesce(max(case when is_new and impressions > 0 then 1 end), 0) as is_active,
    cast(count(case when is_counted and impressions > 0 then 1 end) as bigint) as days,
    cast(coalesce(sum(case when is_counted then impressions end), 0) as bigint) as impressions,
    cast(sum(case when is_counted then clicks end) as bigint) as clicks,
    sum(case when is_counted then conversions end) as conversions,
    sum(case when is_counted then leads end) as leads,
    sum(case when is_counted then cost end) as cost,
    sum(case when is_recent then cost end) as recent_cost,
    date_diff('day', min(case when is_recent then stat_date end), max(newest_mature_day)) + 1 as recent_days,
    cast(count(case when trials > 0 then 1 end) as bigint) as rate_days,
    -- one unknown cost makes the sum unknown
    case when count(case when trials > 0 and cost is null then 1 end) = 0
      then sum(case when trials is not null then cost end) end as trial_cost,
    coalesce(sum(trials), 0) as trials,
    coalesce(sum(successes), 0) as successes,
    -- squares and products: from them follows the sum of (successes - trials * rate)^2, the scatter of the days
    coalesce(sum(trials * trials), 0) as trials_squared,
    coalesce(sum(successes * successes), 0) as successes_squared,
    coalesce(sum(trials * successes), 0) as trials_times_successes
  from compared
  where is_counted or is_new
  group by platform, account_id, campaign_id, creative_id, currency
)

select * from final
