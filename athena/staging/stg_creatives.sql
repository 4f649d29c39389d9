-- grain: one row per run, platform, account and creative, as the API listed it
with

source as (
  select * from raw_entities
),

final as (
  select
    run_id,
    platform,
    account_id,
    creative_id,
    campaign_id,
    name,
    status,
    review_status,
    content_reference,
    content_status,
    format,
    headline,
    description,
    introductory_text,
    call_to_action,
    landing_page,
    image_urn,
    image_url,
    image_url_expires_at,
    'api' as source,
    observed_at
  from source
  where kind = 'creative' and creative_id is not null
)

select * from final
