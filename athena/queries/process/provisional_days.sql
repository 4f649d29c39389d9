-- grain: one row per platform, account, provisional stat date and currency: what is seen of it now, and at what age
with

mature as (
  select * from account_maturity
),

final as (
  select
    facts.platform,
    facts.account_id,
    facts.stat_date,
    facts.currency,
    -- hours since the day ended; negative while it runs
    24.0 * (date_diff('day', facts.stat_date, cast(max(mature.observed_at) as date)) - 1)
      + extract(hour from max(mature.observed_at)) + cast(extract(minute from max(mature.observed_at)) as double) / 60 as age_hours,
    cast(sum(facts.impressions) as bigint) as impressions,
    cast(sum(facts.clicks) as bigint) as clicks,
    sum(facts.cost) as cost,
    sum(facts.conversions) as conversions,
    sum(facts.conversion_value) as conversion_value,
    sum(facts.leads) as leads
  from creative_daily as facts
  join mature on mature.platform = facts.platform and mature.account_id = facts.account_id
  where facts.stat_date >= mature.provisional_from
    -- imports have no snapshots by age to learn from
    and facts.source = 'api'
  group by facts.platform, facts.account_id, facts.stat_date, facts.currency
)

select * from final
order by platform, account_id, stat_date, currency
