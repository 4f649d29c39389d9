-- grain: one row per platform, account, creative and valid_from; a change ends the row in force and starts another
merge into creative as target
using (
  -- every change twice: once to end the row in force, once to start the next
  select changed.*, action.is_end
  from changed_creative as changed
  cross join (
    select 0 as is_end
    union all
    select 1 as is_end
  ) as action
  where changed.run_id = :run_id
) as change
on target.platform = change.platform
  and target.account_id = change.account_id
  and target.creative_id = change.creative_id
  and target.valid_to is null
  and change.is_end = 1
when matched then update set valid_to = change.observed_at
when not matched and change.is_end = 0 then insert (
  platform, account_id, creative_id, campaign_id, name, status, review_status, content_reference, content_status, format,
  headline, description, introductory_text, call_to_action, landing_page, image_urn, image_url, image_url_expires_at,
  source, valid_from, valid_to
) values (
  change.platform, change.account_id, change.creative_id, change.campaign_id, change.name, change.status,
  change.review_status, change.content_reference, change.content_status, change.format, change.headline,
  change.description, change.introductory_text, change.call_to_action, change.landing_page, change.image_urn,
  change.image_url, change.image_url_expires_at, change.source, change.observed_at, null
)
