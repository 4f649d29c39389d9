-- grain: one row per account, finished stat date that does not reconcile, and campaign that differs; null where no campaign does
with

days as (
  select * from account_reconciliation where not is_reconciled and stat_date < cast(observed_at as date)
),

gaps as (
  select * from reconciliation_gap
),

listed as (
  select platform, account_id, campaign_id, name, status from campaign where valid_to is null
),

final as (
  select
    days.platform,
    days.account_id,
    days.stat_date,
    days.currency,
    days.impressions + days.kept_impressions as impressions,
    days.account_impressions,
    days.clicks + days.kept_clicks as clicks,
    days.account_clicks,
    days.cost + days.kept_cost as cost,
    days.account_cost,
    gaps.campaign_id,
    listed.name as campaign_name,
    listed.status as campaign_status,
    gaps.impressions as creatives_impressions,
    gaps.campaign_impressions,
    gaps.clicks as creatives_clicks,
    gaps.campaign_clicks,
    gaps.cost as creatives_cost,
    gaps.campaign_cost
  from days
  left join gaps
    on gaps.platform = days.platform
    and gaps.account_id = days.account_id
    and gaps.stat_date = days.stat_date
    and gaps.run_id = days.run_id
  left join listed
    on listed.platform = gaps.platform
    and listed.account_id = gaps.account_id
    and listed.campaign_id = gaps.campaign_id
)

select * from final
order by platform, account_id, stat_date, campaign_id
