-- grain: one row per platform, account and stat date; the newest pull of a day replaces an earlier one
merge into account_reconciliation as target
using (
  select *
  from reconciled_day
  where run_id = :run_id and stat_date between cast(:from_day as date) and cast(:to_day as date)
) as pulled
on target.platform = pulled.platform
  and target.account_id = pulled.account_id
  and target.stat_date = pulled.stat_date
  and target.stat_date between cast(:from_day as date) and cast(:to_day as date)
when matched and pulled.observed_at >= target.observed_at then update set
  currency = pulled.currency,
  impressions = pulled.impressions,
  kept_impressions = pulled.kept_impressions,
  campaign_impressions = pulled.campaign_impressions,
  account_impressions = pulled.account_impressions,
  clicks = pulled.clicks,
  kept_clicks = pulled.kept_clicks,
  campaign_clicks = pulled.campaign_clicks,
  account_clicks = pulled.account_clicks,
  cost = pulled.cost,
  kept_cost = pulled.kept_cost,
  campaign_cost = pulled.campaign_cost,
  account_cost = pulled.account_cost,
  kept_creatives = pulled.kept_creatives,
  is_reconciled = pulled.is_reconciled,
  missing_is_zero = pulled.missing_is_zero,
  run_id = pulled.run_id,
  observed_at = pulled.observed_at
when not matched then insert (
  platform, account_id, stat_date, currency, impressions, kept_impressions, campaign_impressions,
  account_impressions, clicks, kept_clicks, campaign_clicks, account_clicks, cost, kept_cost, campaign_cost,
  account_cost, kept_creatives, is_reconciled, missing_is_zero, run_id, observed_at
) values (
  pulled.platform, pulled.account_id, pulled.stat_date, pulled.currency, pulled.impressions, pulled.kept_impressions,
  pulled.campaign_impressions, pulled.account_impressions, pulled.clicks, pulled.kept_clicks, pulled.campaign_clicks,
  pulled.account_clicks, pulled.cost, pulled.kept_cost, pulled.campaign_cost, pulled.account_cost,
  pulled.kept_creatives, pulled.is_reconciled, pulled.missing_is_zero, pulled.run_id, pulled.observed_at
)
