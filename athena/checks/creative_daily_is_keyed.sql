-- grain: one row per natural key that is incomplete or stands more than once in creative_daily
select platform, account_id, creative_id, stat_date, count(*) as copies
from creative_daily
group by platform, account_id, creative_id, stat_date
having count(*) > 1 or platform is null or account_id is null or creative_id is null or stat_date is null
