import { DuckDBInstance } from '@duckdb/node-api';
import { reportPeak } from './measure.ts';

/** The least that any pipeline does: read the file and group it once by its key. Nothing is stored, checked or kept exact. */
const [file, decimal] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.runAndReadAll(`
  select count(*), sum(impressions), sum(clicks), sum(spend), sum(conversions), sum(conversion_value) from (
    select "Date", "Campaign", "Creative", sum("Impressions") as impressions, sum("Clicks") as clicks, sum("Spend") as spend,
      sum("Conversions") as conversions, sum("Conversion value") as conversion_value
    from read_csv('${file}', decimal_separator = '${decimal}')
    group by all
  ) as grouped`);
reportPeak();
