-- grain: one row per platform, account, stat date and campaign that differs from its creatives; the newest pull of a day replaces
-- an earlier one. A day that agrees again leaves its row here: what counts is the run that account_reconciliation names
merge into reconciliation_gap as target
using (
  select *
  from campaign_gap
  where run_id = :run_id and stat_date between cast(:from_day as date) and cast(:to_day as date)
) as pulled
on target.platform = pulled.platform
  and target.account_id = pulled.account_id
  and target.campaign_id = pulled.campaign_id
  and target.stat_date = pulled.stat_date
  and target.stat_date between cast(:from_day as date) and cast(:to_day as date)
when matched and pulled.observed_at >= target.observed_at then update set
  currency = pulled.currency,
  impressions = pulled.impressions,
  campaign_impressions = pulled.campaign_impressions,
  clicks = pulled.clicks,
  campaign_clicks = pulled.campaign_clicks,
  cost = pulled.cost,
  campaign_cost = pulled.campaign_cost,
  run_id = pulled.run_id,
  observed_at = pulled.observed_at
when not matched then insert (
  platform, account_id, campaign_id, stat_date, currency, impressions, campaign_impressions, clicks, campaign_clicks,
  cost, campaign_cost, run_id, observed_at
) values (
  pulled.platform, pulled.account_id, pulled.campaign_id, pulled.stat_date, pulled.currency, pulled.impressions,
  pulled.campaign_impressions, pulled.clicks, pulled.campaign_clicks, pulled.cost, pulled.campaign_cost,
  pulled.run_id, pulled.observed_at
)
