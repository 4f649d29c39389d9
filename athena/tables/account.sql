-- grain: one row per platform, account and valid_from; the row in force has valid_to null. An account that only files name has none
-- partitions: none
create table if not exists account (
  platform string,
  account_id string,
  name string,
  valid_from timestamp,
  valid_to timestamp,
  status string,
  currency string,
  source string
)
