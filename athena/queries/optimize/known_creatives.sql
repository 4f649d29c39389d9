-- grain: one row per platform, account, creative and valid_from until an instant: the settings that were in force from then on
select platform, account_id, campaign_id, creative_id, valid_from, name, status, review_status
from creative
where valid_from < cast(:until as timestamp)
order by platform, account_id, creative_id, valid_from
