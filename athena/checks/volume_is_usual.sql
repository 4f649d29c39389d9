-- grain: one row per account and finished day of its newest four weeks whose impressions are more than :volume_factor times, or less
-- than that part of, both the median of the 28 days before and that of the same weekday in them
with

volumes as (
  select * from account_volume
),

before as (
  select
    judged.platform,
    judged.account_id,
    judged.stat_date,
    judged.impressions,
    earlier.impressions as earlier_impressions,
    (earlier.days_ago - judged.days_ago) % 7 = 0 as is_same_weekday
  from volumes as judged
  join volumes as earlier
    on earlier.platform = judged.platform
    and earlier.account_id = judged.account_id
    and earlier.days_ago between judged.days_ago + 1 and judged.days_ago + 28
  where judged.days_ago < 28
),

compared as (
  select *, 'days' as basis from before
  union all
  select *, 'weekday' as basis from before where is_same_weekday
),

ranked as (
  select
    *,
    row_number() over (partition by platform, account_id, stat_date, basis order by earlier_impressions) as place,
    count(*) over (partition by platform, account_id, stat_date, basis) as days
  from compared
),

-- the middle one, or the mean of the two in the middle; two weeks are the least that says what is usual
medians as (
  select platform, account_id, stat_date, basis, max(impressions) as impressions, avg(cast(earlier_impressions as double)) as median
  from ranked
  where 2 * place between days and days + 2
    and days >= case basis when 'days' then 14 else 2 end
  group by platform, account_id, stat_date, basis
),

final as (
  select
    platform,
    account_id,
    stat_date,
    max(impressions) as impressions,
    max(case basis when 'days' then median end) as usual_day,
    max(case basis when 'weekday' then median end) as usual_weekday
  from medians
  group by platform, account_id, stat_date
  having max(impressions) > :volume_factor * max(median) and max(impressions) >= :volume_minimum
    or max(impressions) * :volume_factor < min(median) and min(median) >= :volume_minimum
)

select * from final
