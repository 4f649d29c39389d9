-- grain: one row per natural key with a value below zero
select platform, account_id, creative_id, stat_date, impressions, clicks, cost, conversions, leads
from creative_daily
where impressions < 0 or clicks < 0 or cost < 0 or conversions < 0 or leads < 0
