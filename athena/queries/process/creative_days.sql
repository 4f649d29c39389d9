-- grain: one row per platform, account, creative and stat date that one creative has figures for
select platform, account_id, creative_id, stat_date
from creative_daily
where creative_id = :creative or creative_id = 'urn:li:sponsoredCreative:' || :creative
order by platform, account_id, creative_id, stat_date
