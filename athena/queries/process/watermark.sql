-- grain: one row: how many raw objects were merged, and the newest day of one; null where a row of an older release says no day
select
  cast(count(*) as bigint) as objects,
  case when count(*) = count(dt) then max(dt) end as newest_dt
from processed_run
