-- grain: one row per platform, account, creative, stat date between two days and morning on which its value was another than before
-- known_on is the first morning (at 24 - :hours_left o'clock) that could know the value; all before :first_morning count as known on it
with

observed as (
  select
    platform, account_id, campaign_id, creative_id, currency, stat_date, observed_at,
    impressions, clicks, cost, conversions, leads, video_views,
    cast(observed_at + interval '1' hour * :hours_left as date) as morning
  from creative_observation
  where stat_date between cast(:from_day as date) and cast(:to_day as date)
),

known as (
  select
    *,
    case when morning < cast(:first_morning as date) then cast(:first_morning as date) else morning end as known_on
  from observed
  where morning <= cast(:last_morning as date)
),

placed as (
  select
    *,
    row_number() over (
      partition by platform, account_id, creative_id, stat_date, known_on
      -- only damaged facts have two values of one moment; every engine then takes the same
      order by observed_at desc, impressions, cost, clicks, conversions, leads, video_views, currency, campaign_id
    ) as place
  from known
),

final as (
  select
    platform, account_id, campaign_id, creative_id, currency, stat_date, known_on, observed_at,
    impressions, clicks, cost, conversions, leads, video_views
  from placed
  where place = 1
)

select * from final
order by platform, account_id, known_on, creative_id, stat_date
