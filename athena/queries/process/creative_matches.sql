-- grain: one row per platform, account and creative whose id, name or headline holds a text, whatever its case
with

report as (
  select * from ad_report
),

final as (
  select
    platform,
    account_id,
    creative_id,
    max(creative_name) as creative_name,
    max(headline) as headline,
    min(date_day) as first_day,
    max(date_day) as last_day
  from report
  where strpos(lower(creative_id), lower(:text)) > 0
    or strpos(lower(creative_name), lower(:text)) > 0
    or strpos(lower(headline), lower(:text)) > 0
  group by platform, account_id, creative_id
)

select * from final
order by last_day desc, platform, account_id, creative_id
limit 5
