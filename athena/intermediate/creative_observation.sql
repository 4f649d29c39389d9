-- grain: one row per platform, account, creative, stat date and observed_at; adds what one run saw for the first time
merge into creative_observation as target
using (
  select * from changed_observation where run_id = :run_id
) as observed
on target.platform = observed.platform
  and target.account_id = observed.account_id
  and target.creative_id = observed.creative_id
  and target.stat_date = observed.stat_date
  and target.observed_at = observed.observed_at
when not matched then insert (
  platform, account_id, campaign_id, creative_id, stat_date, currency,
  impressions, clicks, cost, conversions, conversion_value, leads, source, run_id, observed_at
) values (
  observed.platform, observed.account_id, observed.campaign_id, observed.creative_id, observed.stat_date, observed.currency,
  observed.impressions, observed.clicks, observed.cost, observed.conversions, observed.conversion_value, observed.leads,
  observed.source, observed.run_id, observed.observed_at
)
