-- grain: one row per run, platform, account and creative whose campaign, status or content is new or differs from that in force
with

-- a file knows the name only
imported as (
  select
    run_id,
    platform,
    account_id,
    creative_id,
    -- a creative that moved is in one campaign at a time: that of its newest day
    max_by(campaign_id, last_day) as campaign_id,
    max_by(creative_name, last_day) filter (where creative_name is not null) as creative_name,
    max(observed_at) as observed_at
  from stg_import_names
  group by run_id, platform, account_id, creative_id
  having count(creative_name) > 0
),

observed as (
  select * from stg_creatives
  union all
  select
    run_id, platform, account_id, creative_id, campaign_id, creative_name, null, null, null, null, null, null, null, null, null,
    null, null, null, null, 'import', observed_at
  from imported
),

in_force as (
  select * from creative where valid_to is null
),

final as (
  select observed.*
  from observed
  left join in_force
    on in_force.platform = observed.platform
    and in_force.account_id = observed.account_id
    and in_force.creative_id = observed.creative_id
  where in_force.creative_id is null
    or (
      observed.observed_at > in_force.valid_from
      and not (observed.source = 'import' and coalesce(in_force.source, 'import') = 'api')
      -- not the image's address: it is another in every pull
      and (
        in_force.name is distinct from observed.name
        or in_force.campaign_id is distinct from observed.campaign_id
        or in_force.status is distinct from observed.status
        or in_force.review_status is distinct from observed.review_status
        or in_force.content_reference is distinct from observed.content_reference
        or in_force.content_status is distinct from observed.content_status
        or in_force.format is distinct from observed.format
        or in_force.headline is distinct from observed.headline
        or in_force.description is distinct from observed.description
        or in_force.introductory_text is distinct from observed.introductory_text
        or in_force.call_to_action is distinct from observed.call_to_action
        or in_force.landing_page is distinct from observed.landing_page
        or in_force.image_urn is distinct from observed.image_urn
      )
    )
)

select * from final
