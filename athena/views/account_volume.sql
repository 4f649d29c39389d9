-- grain: one row per platform, account and finished day of its newest eight weeks; a day without a row had no impressions
with

facts as (
  select platform, account_id, stat_date, source, impressions from creative_daily
),

accounts as (
  select
    platform,
    account_id,
    min(stat_date) as first_day,
    max(stat_date) as last_day,
    count(case when source = 'api' then 1 end) > 0 as is_pulled
  from facts
  group by platform, account_id
),

-- a pulled account goes on to the day before its newest observation, with figures or without; a file ends where it ends
finished as (
  select
    accounts.platform,
    accounts.account_id,
    accounts.first_day,
    case when accounts.is_pulled or accounts.last_day >= cast(coverage.observed_at as date)
      then cast(cast(coverage.observed_at as date) - interval '1' day as date) else accounts.last_day end as last_day
  from accounts
  join account_coverage as coverage
    on coverage.platform = accounts.platform and coverage.account_id = accounts.account_id
),

-- days of one weekday share weekdays_ago
calendar as (
  select
    finished.platform,
    finished.account_id,
    finished.first_day,
    cast(each_week.weeks as bigint) as weeks_ago,
    cast(each_day.days as bigint) as weekdays_ago,
    cast(finished.last_day - interval '1' day * (7 * cast(each_week.weeks as bigint) + cast(each_day.days as bigint)) as date) as stat_date
  from finished
  cross join unnest(split('0,1,2,3,4,5,6,7', ',')) as each_week (weeks)
  cross join unnest(split('0,1,2,3,4,5,6', ',')) as each_day (days)
),

final as (
  select
    calendar.platform,
    calendar.account_id,
    calendar.stat_date,
    7 * calendar.weeks_ago + calendar.weekdays_ago as days_ago,
    cast(coalesce(sum(facts.impressions), 0) as bigint) as impressions
  from calendar
  left join facts
    on facts.platform = calendar.platform and facts.account_id = calendar.account_id and facts.stat_date = calendar.stat_date
  where calendar.stat_date >= calendar.first_day
  group by calendar.platform, calendar.account_id, calendar.stat_date, calendar.weeks_ago, calendar.weekdays_ago
)

select * from final
