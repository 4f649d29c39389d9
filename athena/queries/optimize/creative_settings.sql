-- grain: one row per platform, account and creative: its settings in force
select platform, account_id, campaign_id, creative_id, name, status, review_status
from creative
where valid_to is null
order by platform, account_id, creative_id
