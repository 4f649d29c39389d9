-- grain: one row per platform, account, campaign, creative and block of block_days days with mature, undisputed figures
with

maturity as (
  select
    platform, account_id,
    max(case when metric in ('impressions', 'clicks', 'cost') then mature_after_days end) as clicks_after_days,
    max(mature_after_days) as results_after_days
  from metric_maturity
  where metric in ('impressions', 'clicks', 'cost', 'conversions', 'leads')
  group by platform, account_id
),

-- what an ad said and whom it addressed; the first known version counts for the days before it, too
contents as (
  select
    *,
    case when row_number() over (partition by platform, account_id, creative_id order by valid_from) = 1
      then date '0001-01-01' else cast(valid_from as date) end as from_day,
    coalesce(cast(valid_to as date), date '9999-12-31') as to_day
  from creative where content_status is not null
),

campaigns as (
  select
    *,
    case when row_number() over (partition by platform, account_id, campaign_id order by valid_from) = 1
      then date '0001-01-01' else cast(valid_from as date) end as from_day,
    coalesce(cast(valid_to as date), date '9999-12-31') as to_day
  from campaign
),

daily as (
  select
    facts.*, maturity.clicks_after_days, maturity.results_after_days,
    min(case when impressions > 0 then stat_date end)
      over (partition by facts.platform, facts.account_id, creative_id) as first_day,
    cast(floor(cast(date_diff('day', date '2020-01-06', stat_date) as double) / :block_days) as bigint) as block
  from creative_day_age as facts
  join maturity on maturity.platform = facts.platform and maturity.account_id = facts.account_id
),

blocks as (
  select
    platform, account_id, campaign_id, creative_id, block,
    min(first_day) as first_day,
    min(stat_date) as from_day,
    max(stat_date) as to_day,
    cast(sum(case when clicks is not null then impressions end) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    cast(sum(case when age_days >= results_after_days then impressions end) as bigint) as result_impressions,
    sum(case when age_days >= results_after_days then conversions end) as conversions,
    sum(case when age_days >= results_after_days then leads end) as leads,
    case when count(distinct currency) = 1 and count(cost) = count(*) then sum(cost) end as cost,
    max(currency) as currency
  from daily
  where age_days >= clicks_after_days and not is_disputed and impressions > 0
  group by platform, account_id, campaign_id, creative_id, block
),

final as (
  select
    blocks.*,
    -- of earlier blocks: a creative may have served in two campaigns in one
    cast(coalesce(sum(blocks.impressions) over (
      partition by blocks.platform, blocks.account_id, blocks.creative_id order by block
      range between unbounded preceding and 1 preceding
    ), 0) as bigint) as impressions_before,
    contents.headline, contents.introductory_text, contents.description, contents.call_to_action,
    coalesce(campaigns.format, contents.format) as format, campaigns.objective, campaigns.targeting
  from blocks
  left join contents on contents.platform = blocks.platform and contents.account_id = blocks.account_id
    and contents.creative_id = blocks.creative_id and contents.from_day <= blocks.from_day and blocks.from_day < contents.to_day
  left join campaigns on campaigns.platform = blocks.platform and campaigns.account_id = blocks.account_id
    and campaigns.campaign_id = blocks.campaign_id and campaigns.from_day <= blocks.from_day and blocks.from_day < campaigns.to_day
)

select * from final
