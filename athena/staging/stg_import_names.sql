-- grain: one row per import run, platform, account, campaign and creative that the file gave a name for it or its campaign
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
    -- the newest name, where a file holds several; a day without one says nothing, and engines differ in what it does to max_by
    max_by(campaign_name, stat_date) filter (where campaign_name is not null) as campaign_name,
    max_by(creative_name, stat_date) filter (where creative_name is not null) as creative_name,
    max(stat_date) as last_day,
    max(observed_at) as observed_at
  from source
  where creative_id is not null
    and stat_date is not null
    and (campaign_name is not null or creative_name is not null)
  group by run_id, platform, account_id, campaign_id, creative_id
)

select * from final
