import { DuckDBInstance } from '@duckdb/node-api';
import { rawAnalyticsColumns } from '../../core/contracts/raw-rows.ts';
import { reportPeak } from '../measure.ts';

/** The least that any pipeline does: read the raw objects and group them once by their key. Nothing is stored, checked or kept exact. */
const [folder] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const columns = rawAnalyticsColumns.map(({ name, type }) => `'${name}': '${type}'`).join(', ');
await connection.runAndReadAll(`
  select count(*), sum(impressions), sum(clicks), sum(cost), sum(conversions), sum(conversion_value) from (
    select platform, account_id, campaign_id, creative_id, stat_date, sum(impressions) as impressions, sum(clicks) as clicks,
      sum(cost) as cost, sum(conversions) as conversions, sum(conversion_value) as conversion_value
    from read_json('${folder}/raw/analytics/*/*/*.ndjson.gz', format = 'newline_delimited', columns = {${columns}})
    where "pivot" = 'CREATIVE'
    group by all
  ) as grouped`);
reportPeak();
