-- grain: one row per import run, account, creative and stat date that a file had
-- the rows' own platform is read from the key
create external table if not exists {{database}}.raw_import_rows (
  account_id string,
  campaign_id string,
  campaign_name string,
  creative_id string,
  creative_name string,
  stat_date date,
  currency string,
  impressions bigint,
  clicks bigint,
  cost decimal(18,9),
  conversions decimal(18,9),
  conversion_value decimal(18,9),
  leads decimal(18,9),
  quality string,
  run_id string,
  observed_at timestamp
)
partitioned by (platform string, dt string)
stored as parquet
location '{{location}}/raw/import-rows/'
tblproperties (
  'projection.enabled' = 'true',
  'projection.platform.type' = 'enum',
  'projection.platform.values' = 'linkedin,meta,google,other',
  'projection.dt.type' = 'date',
  'projection.dt.format' = 'yyyy-MM-dd',
  'projection.dt.range' = '2024-01-01,NOW',
  'projection.dt.interval' = '1',
  'projection.dt.interval.unit' = 'DAYS',
  'storage.location.template' = '{{location}}/raw/import-rows/platform=${platform}/dt=${dt}/'
)
