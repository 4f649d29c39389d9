-- grain: one row per run and campaign group, campaign or creative, as the API listed it
-- a line that is no JSON becomes a row of nulls, which staging leaves out; the rows' own platform is read from the key
create external table if not exists {{database}}.raw_entities (
  kind string,
  account_id string,
  campaign_group_id string,
  campaign_group_name string,
  campaign_id string,
  creative_id string,
  name string,
  status string,
  objective string,
  campaign_type string,
  format string,
  cost_type string,
  optimization_target string,
  bid decimal(18,9),
  daily_budget decimal(18,9),
  total_budget decimal(18,9),
  currency string,
  starts_at timestamp,
  ends_at timestamp,
  locale string,
  targeting string,
  review_status string,
  content_reference string,
  content_status string,
  headline string,
  description string,
  introductory_text string,
  call_to_action string,
  landing_page string,
  image_urn string,
  image_url string,
  image_url_expires_at timestamp,
  element string,
  run_id string,
  observed_at timestamp
)
partitioned by (platform string, dt string)
row format serde 'org.openx.data.jsonserde.JsonSerDe'
with serdeproperties ('ignore.malformed.json' = 'true')
location '{{location}}/raw/entities/'
tblproperties (
  'projection.enabled' = 'true',
  'projection.platform.type' = 'enum',
  'projection.platform.values' = 'linkedin,meta,google,other',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2024-01-01,NOW',
  'projection.dt.interval' = '1',
  'projection.dt.interval.unit' = 'DAYS',
  'storage.location.template' = '{{location}}/raw/entities/platform=${platform}/dt=${dt}/'
)
