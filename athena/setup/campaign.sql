-- grain: one row per platform, account, campaign and valid_from; the row in force has valid_to null
create table if not exists campaign (
  platform string,
  account_id string,
  campaign_id string,
  name string,
  valid_from timestamp,
  valid_to timestamp
)
