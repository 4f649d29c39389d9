-- grain: one row per platform, account and stat date; the newest pull of a day replaces an earlier one
merge into account_reconciliation as target
using (
  select * from reconciled_day where run_id = :run_id
) as pulled
on target.platform = pulled.platform
  and target.account_id = pulled.account_id
  and target.stat_date = pulled.stat_date
when matched and pulled.observed_at >= target.observed_at then update set
  currency = pulled.currency,
  impressions = pulled.impressions,
  campaign_impressions = pulled.campaign_impressions,
  account_impressions = pulled.account_impressions,
  clicks = pulled.clicks,
  campaign_clicks = pulled.campaign_clicks,
  account_clicks = pulled.account_clicks,
  cost = pulled.cost,
  campaign_cost = pulled.campaign_cost,
  account_cost = pulled.account_cost,
  is_reconciled = pulled.is_reconciled,
  run_id = pulled.run_id,
  observed_at = pulled.observed_at
when not matched then insert (
  platform, account_id, stat_date, currency, impressions, campaign_impressions, account_impressions,
  clicks, campaign_clicks, account_clicks, cost, campaign_cost, account_cost, is_reconciled, run_id, observed_at
) values (
  pulled.platform, pulled.account_id, pulled.stat_date, pulled.currency, pulled.impressions, pulled.campaign_impressions,
  pulled.account_impressions, pulled.clicks, pulled.campaign_clicks, pulled.account_clicks, pulled.cost,
  pulled.campaign_cost, pulled.account_cost, pulled.is_reconciled, pulled.run_id, pulled.observed_at
)
