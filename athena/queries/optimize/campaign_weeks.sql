-- grain: one row per platform, account, currency, campaign and seven days counted back from the account's newest: those days, as text
-- days apart by ";", newest first; their fields by ":", listed in core/optimize/state/packed-rows.ts
with

daily as (
  select
    platform, account_id, currency, campaign_id, stat_date, days_before_newest,
    cast(stat_date as varchar) as on_day,
    case when min(case when is_mature then 1 else 0 end) = 1 then '1' else '0' end as is_mature,
    case when max(case when is_disputed then 1 else 0 end) = 1 then '1' else '0' end as is_disputed,
    cast(cast(coalesce(sum(impressions), 0) as bigint) as varchar) as impressions,
    coalesce(cast(cast(sum(clicks) as bigint) as varchar), '') as clicks,
    case when count(cost) = count(*) then cast(sum(cost) as varchar) else '' end as cost,
    coalesce(cast(sum(conversions) as varchar), '') as conversions,
    coalesce(cast(sum(leads) as varchar), '') as leads,
    coalesce(cast(cast(sum(video_views) as bigint) as varchar), '') as video_views
  from decision_day
  where days_before_newest < :window_days
  group by platform, account_id, currency, campaign_id, stat_date, days_before_newest
),

packed as (
  select
    platform, account_id, currency, campaign_id, days_before_newest,
    cast(floor(days_before_newest / 7.0) as bigint) as week,
    concat_ws(
      ':', on_day, is_mature, is_disputed, impressions, clicks, cost, conversions, leads, video_views
    ) || ';' as figures
  from daily
),

final as (
  select
    platform, account_id, currency, campaign_id, week,
    coalesce(max(case when days_before_newest - 7 * week = 0 then figures end), '')
      || coalesce(max(case when days_before_newest - 7 * week = 1 then figures end), '')
      || coalesce(max(case when days_before_newest - 7 * week = 2 then figures end), '')
      || coalesce(max(case when days_before_newest - 7 * week = 3 then figures end), '')
      || coalesce(max(case when days_before_newest - 7 * week = 4 then figures end), '')
      || coalesce(max(case when days_before_newest - 7 * week = 5 then figures end), '')
      || coalesce(max(case when days_before_newest - 7 * week = 6 then figures end), '') as days
  from packed
  group by platform, account_id, currency, campaign_id, week
)

select * from final
