-- grain: one row per platform and account: its newest observation, whether or not it changed anything
-- partitions: none
create table if not exists account_coverage (
  platform string,
  account_id string,
  observed_at timestamp
)
