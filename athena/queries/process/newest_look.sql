-- grain: one row: when any account was last looked at
select max(observed_at) as observed_at from account_coverage
