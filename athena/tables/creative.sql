-- grain: one row per platform, account, creative and valid_from; the row in force has valid_to null
-- partitions: none
create table if not exists creative (
  platform string,
  account_id string,
  creative_id string,
  campaign_id string,
  name string,
  valid_from timestamp,
  valid_to timestamp,
  status string,
  review_status string,
  content_reference string,
  content_status string,
  format string,
  headline string,
  description string,
  introductory_text string,
  call_to_action string,
  landing_page string,
  image_urn string,
  image_url string,
  image_url_expires_at timestamp,
  source string
)
