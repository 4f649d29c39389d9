-- grain: one row per platform and account: when its numbers were last looked at, changed or not
create table if not exists account_coverage (
  platform string,
  account_id string,
  observed_at timestamp
)
