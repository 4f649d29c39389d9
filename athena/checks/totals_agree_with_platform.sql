-- grain: one row per account and finished day on which the creatives do not add up to the platform's own totals
select platform, account_id, stat_date, impressions, account_impressions, clicks, account_clicks, cost, account_cost
from account_reconciliation
-- the running day may move between two answers
where not is_reconciled and stat_date < cast(observed_at as date)
