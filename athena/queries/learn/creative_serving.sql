-- grain: one row per platform, account, campaign and creative with impressions in its account's newest days
with

newest as (
  select platform, account_id, max(stat_date) as newest_day from creative_day_age group by platform, account_id
),

contents as (
  select * from creative where valid_to is null and content_status is not null
),

campaigns as (
  select * from campaign where valid_to is null
),

delivered as (
  select
    facts.platform, facts.account_id, facts.campaign_id, facts.creative_id,
    max(newest.newest_day) as newest_day,
    min(case when impressions > 0 then stat_date end) as first_day,
    max(case when impressions > 0 then stat_date end) as last_active_day,
    cast(coalesce(sum(impressions), 0) as bigint) as impressions_before
  from creative_day_age as facts
  join newest on newest.platform = facts.platform and newest.account_id = facts.account_id
  group by facts.platform, facts.account_id, facts.campaign_id, facts.creative_id
),

final as (
  select
    delivered.platform, delivered.account_id, delivered.campaign_id, delivered.creative_id,
    delivered.first_day,
    -- the first day that nothing is known of
    cast(delivered.newest_day + interval '1' day as date) as for_day,
    delivered.impressions_before,
    contents.headline, contents.introductory_text, contents.description, contents.call_to_action,
    coalesce(campaigns.format, contents.format) as format, campaigns.objective, campaigns.targeting
  from delivered
  left join contents on contents.platform = delivered.platform and contents.account_id = delivered.account_id
    and contents.creative_id = delivered.creative_id
  left join campaigns on campaigns.platform = delivered.platform and campaigns.account_id = delivered.account_id
    and campaigns.campaign_id = delivered.campaign_id
  where delivered.last_active_day is not null
    and date_diff('day', delivered.last_active_day, delivered.newest_day) < :active_within_days
)

select * from final
