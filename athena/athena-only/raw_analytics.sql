-- grain: one row per run, pivot, entity and stat date, as the API said
-- a line that is no JSON becomes a row of nulls, which staging leaves out; the rows' own platform is read from the key
create external table if not exists {{database}}.raw_analytics (
  `pivot` string,
  entity string,
  account_id string,
  campaign_id string,
  creative_id string,
  stat_date date,
  currency string,
  impressions bigint,
  clicks bigint,
  cost decimal(18,9),
  conversions decimal(18,9),
  conversion_value decimal(18,9),
  leads decimal(18,9),
  video_views bigint,
  window_from date,
  window_to date,
  element string,
  run_id string,
  observed_at timestamp
)
partitioned by (platform string, dt string)
row format serde 'org.openx.data.jsonserde.JsonSerDe'
with serdeproperties ('ignore.malformed.json' = 'true')
location '{{location}}/raw/analytics/'
tblproperties (
  'projection.enabled' = 'true',
  'projection.platform.type' = 'enum',
  'projection.platform.values' = 'linkedin,meta,google,other',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2024-01-01,NOW',
  'projection.dt.interval' = '1',
  'projection.dt.interval.unit' = 'DAYS',
  'storage.location.template' = '{{location}}/raw/analytics/platform=${platform}/dt=${dt}/'
)
