-- grain: one row per platform, account, creative and stat date between two days whose figures are mature and not disputed
with

facts as (
  select *
  from decision_day
  where stat_date between cast(:from_day as date) and cast(:to_day as date) and is_mature and not is_disputed
),

final as (
  select
    platform, account_id, campaign_id, creative_id, currency, stat_date, impressions, clicks,
    case when has_conversions then conversions end as conversions,
    case when has_leads then leads end as leads,
    newest_mature_day
  from facts
)

select * from final
order by platform, account_id, creative_id, stat_date
