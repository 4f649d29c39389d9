-- grain: one row per platform and account: when its numbers were last looked at, changed or not
-- partitions: none
create table if not exists account_coverage (
  platform string,
  account_id string,
  observed_at timestamp
)
