-- grain: one row: the newest observation of any account
select max(observed_at) as observed_at from account_coverage
