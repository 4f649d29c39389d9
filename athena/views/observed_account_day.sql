-- grain: one row per run, platform, account and finished stat date that a pull saw, with its age then
with

summed as (
  select
    run_id,
    platform,
    account_id,
    stat_date,
    max(observed_at) as observed_at,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    cast(sum(cost) as decimal(18, 9)) as cost,
    cast(sum(conversions) as decimal(18, 9)) as conversions,
    cast(sum(conversion_value) as decimal(18, 9)) as conversion_value,
    cast(sum(leads) as decimal(18, 9)) as leads
  from stg_analytics
  group by run_id, platform, account_id, stat_date
),

aged as (
  select
    *,
    -- whole hours since the day ended
    24 * (date_diff('day', stat_date, cast(observed_at as date)) - 1) + extract(hour from observed_at) as hours
  from summed
),

final as (
  select
    run_id,
    platform,
    account_id,
    stat_date,
    -- the schedule is every six hours; after four days one snapshot a day is enough
    cast(case when hours < 96 then hours - hours % 6 else hours - hours % 24 end as bigint) as age_hours,
    impressions,
    clicks,
    cost,
    conversions,
    conversion_value,
    leads,
    observed_at
  from aged
  where hours >= 0
)

select * from final
