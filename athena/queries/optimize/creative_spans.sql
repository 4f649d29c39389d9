-- grain: one row per platform, account, currency, campaign and creative: its mature days in spans of seven, as one text
-- spans apart by ";", newest first; their fields by ":", listed in core/optimize/state/packed-rows.ts
with

counted as (
  select
    *,
    cast(floor(days_before_mature / 7.0) as bigint) as span,
    coalesce(clicks, impressions, 0) as weight,
    -- fractions of results to three places: text of doubles is not the same in each engine
    case when has_conversions then cast(round(conversions * 1000) as bigint) end as conversion_mils,
    case when has_leads then cast(round(leads * 1000) as bigint) end as lead_mils
  from decision_day
  where is_mature and not is_disputed and days_before_mature between 0 and :window_days - 1
),

summed as (
  select
    platform, account_id, currency, campaign_id, creative_id, span,
    cast(min(stat_date) as varchar) as from_day, cast(max(stat_date) as varchar) as through_day,
    cast(count(case when impressions > 0 then 1 end) as varchar) as days_shown,
    cast(cast(coalesce(sum(impressions), 0) as bigint) as varchar) as impressions,
    coalesce(cast(cast(sum(clicks) as bigint) as varchar), '') as clicks,
    case when count(cost) = count(*) then cast(sum(cost) as varchar) else '' end as cost,
    coalesce(cast(sum(case when has_conversions then conversions end) as varchar), '') as conversions,
    coalesce(cast(sum(case when has_leads then leads end) as varchar), '') as leads,
    coalesce(cast(cast(sum(video_views) as bigint) as varchar), '') as video_views,
    cast(cast(sum(weight) as bigint) as varchar) as weight,
    cast(cast(coalesce(sum(case when has_conversions then weight end), 0) as bigint) as varchar) as weight_of_conversions,
    cast(cast(coalesce(sum(case when has_leads then weight end), 0) as bigint) as varchar) as weight_of_leads,
    cast(cast(coalesce(sum(impressions * impressions), 0) as bigint) as varchar) as impressions_squared,
    cast(cast(coalesce(sum(clicks * clicks), 0) as bigint) as varchar) as clicks_squared,
    cast(cast(coalesce(sum(clicks * impressions), 0) as bigint) as varchar) as clicks_by_impressions,
    cast(cast(coalesce(sum(conversion_mils * conversion_mils), 0) as bigint) as varchar) as conversion_mils_squared,
    cast(cast(coalesce(sum(conversion_mils * impressions), 0) as bigint) as varchar) as conversion_mils_by_impressions,
    cast(cast(coalesce(sum(lead_mils * lead_mils), 0) as bigint) as varchar) as lead_mils_squared,
    cast(cast(coalesce(sum(lead_mils * impressions), 0) as bigint) as varchar) as lead_mils_by_impressions
  from counted
  group by platform, account_id, currency, campaign_id, creative_id, span
),

packed as (
  select
    platform, account_id, currency, campaign_id, creative_id, span,
    concat_ws(
      ':', from_day, through_day, days_shown, impressions, clicks, cost, conversions, leads, video_views,
      weight, weight_of_conversions, weight_of_leads, impressions_squared, clicks_squared, clicks_by_impressions,
      conversion_mils_squared, conversion_mils_by_impressions, lead_mils_squared, lead_mils_by_impressions
    ) || ';' as figures
  from summed
),

seen as (
  select
    platform, account_id, currency, campaign_id, creative_id,
    max(newest_day) as newest_day, max(newest_mature_day) as newest_mature_day,
    max(age_days - days_before_newest) as newest_age_days, min(case when impressions > 0 then stat_date end) as first_seen,
    max(case when impressions > 0 and days_before_newest < :active_within_days then 1 else 0 end) as is_delivering
  from decision_day
  group by platform, account_id, currency, campaign_id, creative_id
),

final as (
  select
    platform, account_id, currency, campaign_id, creative_id,
    newest_day, newest_mature_day, newest_age_days, first_seen, is_delivering,
    coalesce(max(case when span = 0 then figures end), '') || coalesce(max(case when span = 1 then figures end), '')
      || coalesce(max(case when span = 2 then figures end), '') || coalesce(max(case when span = 3 then figures end), '')
      || coalesce(max(case when span = 4 then figures end), '') || coalesce(max(case when span = 5 then figures end), '')
      || coalesce(max(case when span = 6 then figures end), '') || coalesce(max(case when span = 7 then figures end), '')
      || coalesce(max(case when span = 8 then figures end), '') || coalesce(max(case when span = 9 then figures end), '')
      || coalesce(max(case when span = 10 then figures end), '') || coalesce(max(case when span = 11 then figures end), '')
      || coalesce(max(case when span = 12 then figures end), '') as spans
  from seen left join packed using (platform, account_id, currency, campaign_id, creative_id)
  group by
    platform, account_id, currency, campaign_id, creative_id,
    newest_day, newest_mature_day, newest_age_days, first_seen, is_delivering
)

select * from final
