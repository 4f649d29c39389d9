-- grain: one row per platform and account with facts: what the quality score of it is made of
with

campaigns as (
  select distinct platform, account_id, campaign_id from campaign
),

creatives as (
  select distinct platform, account_id, creative_id from creative
),

facts as (
  select
    daily.platform,
    daily.account_id,
    min(daily.stat_date) as first_day,
    max(daily.stat_date) as last_day,
    cast(count(*) as bigint) as facts,
    count(case when daily.source = 'api' then 1 end) > 0 as is_pulled,
    -- files name entities by what they hold: only theirs without a campaign are unknown
    cast(count(case
      when daily.campaign_id = 'unknown' then 1
      when daily.source = 'api' and (creatives.creative_id is null or campaigns.campaign_id is null) then 1
    end) as bigint) as facts_of_unknown,
    cast(count(case when daily.currency is null then 1 end) as bigint) as facts_without_currency
  from creative_daily as daily
  left join creatives
    on creatives.platform = daily.platform and creatives.account_id = daily.account_id and creatives.creative_id = daily.creative_id
  left join campaigns
    on campaigns.platform = daily.platform and campaigns.account_id = daily.account_id and campaigns.campaign_id = daily.campaign_id
  group by daily.platform, daily.account_id
),

compared as (
  select
    platform,
    account_id,
    cast(count(*) as bigint) as compared_days,
    cast(count(case when is_reconciled then 1 end) as bigint) as reconciled_days
  from account_reconciliation
  where stat_date < cast(observed_at as date)
  group by platform, account_id
),

unseen as (
  select platform, account_id, cast(sum(days) as bigint) as days, min(from_day) as first_day
  from unseen_days
  group by platform, account_id
),

final as (
  select
    facts.*,
    coverage.observed_at,
    coalesce(unseen.days, 0) as unseen_days,
    unseen.first_day as first_unseen_day,
    coalesce(compared.compared_days, 0) as compared_days,
    coalesce(compared.reconciled_days, 0) as reconciled_days
  from facts
  left join account_coverage as coverage on coverage.platform = facts.platform and coverage.account_id = facts.account_id
  left join unseen on unseen.platform = facts.platform and unseen.account_id = facts.account_id
  left join compared on compared.platform = facts.platform and compared.account_id = facts.account_id
)

select * from final
order by platform, account_id
