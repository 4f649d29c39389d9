-- grain: one row per import run, platform, account and creative that the file gave a name for it or its campaign
with

source as (
  select * from raw_import_rows
),

final as (
  select
    run_id,
    platform,
    account_id,
    campaign_id,
    creative_id,
    -- the newest day's name, where a file holds several
    max_by(campaign_name, stat_date) as campaign_name,
    max_by(creative_name, stat_date) as creative_name,
    max(observed_at) as observed_at
  from source
  where campaign_name is not null or creative_name is not null
  group by run_id, platform, account_id, campaign_id, creative_id
)

select * from final
